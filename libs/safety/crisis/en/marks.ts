import { lazyMarks } from '../marks.js';
import { PatternIndex } from '../pattern-index.js';
import { OTHER_NOUN } from './words.js';

type ContextClass = 'self' | 'other' | 'story' | 'work' | 'long-ago' | 'recent' | 'overcame';

export const STORY =
  '(?:movies?|films?|books?|novels?|shows?|tv show|series|games?|video ?games?|story|stories|plays?|songs?|episodes?|scenes?|chapters?|documentary|documentaries|podcasts?|anime|manga|comics?|news|drama|dramas|k drama|musicals?|operas?|scripts?|screenplay|poems?|lyrics?|articles?|memoir|biography|netflix|hbo|fanfic|fan fiction|fairy tale|myth|tragedy|thriller|horror|minecraft|roblox|gta|skyrim|fortnite|dnd|campaign|level|headline)';

/** Words that say whose, when and in which world. */
const CLASSES: Record<ContextClass, readonly string[]> = {
  self: ['i|me|my ?self'],
  other: [
    `(?:he|she|they|we|you|who|everyone|everybody|people|someone|somebody|anyone|nobody|some (?:people|of us)|teens|teenagers|kids|students|patients|clients|veterans|(?:my|a|an|the|his|her|their|our|this|that|these|those|one of my|some|another|your|no) (?:[a-z]{2,12} ){0,2}?${OTHER_NOUN}(?: of mine)?(?: s (?:[a-z]{2,12} ){0,1}?${OTHER_NOUN})?)(?! s )`,
  ],
  story: [
    `(?:(?:in|on|from|of|about|watch(?:ed|ing)?|read(?:ing)?|saw|wrote|writing|play(?:ed|ing)?|finished|love|listening to|heard|binged|the|a|this|that|my) (?:[a-z0-9]{1,12} ){0,3}?${STORY}|character|characters|protagonist|villain|narrator|hero|heroine|actor|actress|detective|serial killer|killer|zombies?|vampires?|romeo|juliet|hamlet|werther|ophelia|karenina|gatsby|batman|joker|shakespeare|van gogh|sylvia plath|hemingway|kurt cobain|chester|celebrity|singer)`,
  ],
  work: [
    '(?:prevention|awareness|charity|fundrais[a-z]*|midwife|screens?|training|workshop|seminar|webinar|hotline|crisis (?:line|center|text line)|lifeline volunteer|volunteer(?:ing|ed)?|moderat(?:e|ing|or)|learn(?:ing|ed|t)? (?:about|how to help)|my job is|content about|posts about|thesis|dissertation|research(?:ing)? (?:on|about|into|paper)|study (?:on|about|of|shows)|studying|statistics|as a (?:nurse|therapist|counselor|counsellor|teacher|social worker|paramedic|doctor|psychologist|psychiatrist|coach|police|firefighter|volunteer[a-z]*)|i am a (?:nurse|therapist|counselor|counsellor|social worker|paramedic|psychologist|psychiatrist|crisis)|my (?:clients?|patients?|students?)|(?:in|for) (?:my )?(?:[a-z]+ )?class(?! i)|lecture|(?:presentation|essay|paper|report|project|talk|speech|article|lesson|unit|module|chapter|policy|panel|speaker|campaign|fundraiser|assembly|podcast|debate) (?:on|about|for|to)|talk about|prevention month|textbook|curriculum|psych class|nonprofit|support group for families|prevent(?:ing)?|(?:signs|symptoms|causes|rates?|risk) of|in (?:teens|teenagers|adolescents|children|students|adults|men|women)|for (?:school|class|work|a paper|my degree|an article|college|my thesis|my job)|how to (?:help|support|talk to)|(?:survivors|victims|families) of|risk factors|warning signs)',
  ],
  'long-ago': [
    '(?:used to|back then|after the birth|years (?:free|clean|old|of sobriety)|(?:in|during|throughout) (?:high|middle|elementary|grade) ?school|in (?:college|university|my (?:teens|twenties|youth|past|childhood|20s|early|late|freshman|sophomore))|years? ago|when i was (?:a|an|younger|little|in|[0-9]{1,2}|[a-z]{3,9}teen|ten|eleven|twelve|twenty|young|growing|small|at)|as a (?:kid[a-z]*|teen|teenager|child|student)|at (?:age |the age of )?(?:1[0-9]|2[0-9]|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)|once (?:tried|wanted|thought|attempted|considered|felt)|in the past|long (?:time )?ago|in (?:19|20)[0-9]{2}|growing up|back in|a decade|in a previous|at one point|there was a time|had a time|during my (?:divorce|postpartum|deployment))',
  ],
  recent: [
    '(?:(?:would|could|should) have|wish|since i was|getting (?:worse|louder|stronger|harder)|still|again|lately|recently|these days i (?:want|am|feel|think)|now i (?:want|am (?:thinking|suicidal|cutting|back)|feel like|can not)|last (?:night|week)|yesterday|today i (?:want|feel like|am thinking)|this (?:week|morning|month)|relapsed|coming back|came back|ever since|and now (?:i am|it is) (?:back|worse|happening))',
  ],
  overcame: [
    '(?:we|i|got|finally) divorced|sleep (?:so |really )?well now|the new meds work|but not anymore|not anymore|any ?more$|(?:but|and|now|then|today|so|since|until) (?:[a-z0-9]+ ){0,8}?(?:have not|am (?:much |a lot |so |finally |doing |really |way |feeling ){0,3}(?:better|happy|happier|ok|okay|fine|good|well|great|grateful|glad|thankful|proud|alive and|in recovery|recovered|clean|sober|stable|safe|free|past that|stronger|healed|healing|healthy|thriving|at peace with life)|got (?:help|better|through|out|treatment|therapy|sober)|(?:therapy|medication|treatment|counseling|meds|dbt|my (?:therapist|wife|husband|kids|family|friends|dog)) (?:helped|saved|worked|changed|got|really)|recovered|in recovery|no longer|do not (?:anymore|feel that way|think|want)|life is (?:good|great|better|beautiful|much)|love (?:my )?life|(?:a |the )?life i love|have (?:a|an|two|three|my) (?:[a-z]+ )?(?:daughter|son|family|wife|husband|kids|children|baby)|things are (?:better|good|great|so much)|it (?:got|gets|has gotten) better|overcame|moved (?:on|past|out)|behind me|never (?:again|looked back|went back)|enjoy|left (?:him|her|them)|(?:am |got |are )?divorced|am free|free now|feel (?:so much |much |a lot |really )?(?:better|good|great|safe|happy|alive|hopeful|like myself))|glad i (?:am|did not|survived|failed|lived|stayed|made it)|grateful (?:to be|i am|that i|for (?:my|every|each|life|being))|haven t since|(?:free|clean) (?:of|from)|has not come back|did not come back|(?:is|are) (?:[a-z]+ )?(?:years?|decade) old|proud of where|medication helped|have not (?:[a-z]+ ){0,5}?(?:in|for|since) (?:[a-z0-9]+ )?(?:years?|months?|then|weeks|over|a long|ages|college|high)|(?:[0123456789]+|one|two|three|four|five|six|seven|eight|nine|ten|several|many) (?:years?|months) (?:clean|free|sober|strong|since|without)|clean for|self harm free|have been (?:clean|safe|sober|in recovery|stable|free)|(?:happy|glad|thankful|blessed|lucky) (?:to be|i am) (?:alive|here|still)|now i (?:love|help|have|am|enjoy|want to live|see|feel)|i got (?:help|better|through)|stopped (?:[a-z0-9]+ ){0,4}?ago|stopped (?:years|when|after|cutting|in)|never (?:did|have) (?:it )?(?:again|since)',
  ],
};

export const contextMarks = lazyMarks(
  new PatternIndex(
    Object.entries(CLASSES).flatMap(([name, patterns]) => patterns.map((pattern): [string, ContextClass] => [pattern, name as ContextClass])),
    true,
  ),
);
