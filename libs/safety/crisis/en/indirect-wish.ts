import { rules, type Rule } from '../rule.js';
import { ELSEWHERE } from './families.js';

const wide = { wide: true, person: 'act', confidence: 0.66 } as const;
const but = (...more: readonly RegExp[]): RegExp => new RegExp([ELSEWHERE, ...more].map(({ source }) => source).join('|'), 'u');

const EXIST = '(?:existing|existence|being alive|living|life|being a person|being human|this life|the world|this world|breathing|being me|being here|myself|everything and everyone)';

export const ENGLISH_INDIRECT_WISH: readonly Rule[] = [
  ...rules('en.near.leave-life', 'suicide-wish', 2, [
    `(?:unsubscribe|unsubscribing|resign|resigning|retire|retiring|opt out|opting out|log out|log off|check out|checking out|clock out|drop out|back out|withdraw|cancel my subscription|delete my ?self|remove my ?self|erase my ?self|uninstall(?: my ?self)?|eject(?: my ?self)?|quit|quitting|hand in my notice|refund|return|exit) (?:from |of |on |to |for )?${EXIST}(?! (?:room|insurance|style|drawing|science))`,
    '(?:nothing|no part of me|not (?:a|one) (?:single )?(?:part|bone|cell|bit) (?:of|in) me|none of me|nothing left in me|no one in here) (?:[a-z]+ ){0,4}?(?:wants?|wanted|wanting) to (?:be alive|live|be here|stay|keep going|go on|wake up|exist|carry on)',
    '(?:hand|handing|give|giving|send|sending|throw|throwing|return|returning) (?:it |my life |this life |life |this body )(?:all )?(?:back|away|in|up)(?= |$)(?! (?:to the (?:store|shop|library)))',
    `${EXIST} (?:just )?(?:feels|is|has become|has been|felt|seems) (?:[a-z]+ ){0,3}?(?:a chore|a (?:job|punishment|sentence|burden|curse|trap|debt)|optional|too (?:long|heavy|loud|much)|pointless|unbearable|not (?:for me|worth)|something i (?:want|need) to)`,
    '(?:point|use|sense) (?:of|in) (?:me )?(?:carrying on|keeping on|going on|continuing|staying|breathing|waking|lasting|sticking around|being here|holding on|living|existing)',
    '(?:carry|carrying|keep|keeping|go|going) on (?:breathing|living|existing|being alive|with (?:this )?(?:life|existence))',
    '(?:can not|could not|do not want to|not able to|unable to|too tired to|no longer want to|do not see how i can|do not think i can) (?:go on|carry on|keep (?:going|doing) (?:on|this (?:life|living))|keep (?:living|existing|being alive)|continue (?:living|existing|like this anymore)|stay alive|keep my ?self alive|face another (?:day|year|morning|winter)|do (?:life|living|existing|being alive|this life|another (?:year|day of this)))(?! (?:the|a|my|this|our|his|her|vacation|holiday) (?:trip|ride|date|diet|school|job|tour|rides))',
    '(?:heaven|the other side|the afterlife|the grave|the ground|being dead|nothingness|whatever comes (?:after|next)|death) (?:[a-z]+ ){0,3}?(?:would be|is|must be|has to be|sounds|seems|looks|feels) (?:[a-z]+ ){0,2}?(?:better|nicer|quiet(?:er)?|kinder|peaceful|safe(?:r)?|easier|warm(?:er)?|like home|comforting|restful|calm(?:er)?|good|lovely|inviting)',
    '(?:envy|envying|envious of|jealous of|jealousy (?:for|of|towards)|wish i was|wish i were) (?:[a-z]+ ){0,4}?(?:the dead|dead people|obituar(?:y|ies)|people (?:who|in) (?:die|died|are dead|(?:the )?(?:coffins?|graves?|cemetery|obituar(?:y|ies)))|(?:the )?names (?:in|on)|those who (?:die|died|went|have gone)|gravestones?|headstones?|corpses?|roadkill|terminal|cancer patients|ones who (?:died|did not))',
    '(?:join|joining|be with|follow|following|go to|see|meet|reunited with|back with|beside|next to) (?:(?:my )?(?:late )?(?:wife|husband|mom|mum|mother|dad|father|son|daughter|brother|sister|baby|boy|girl|dog|cat|best friend|nan|gran|grandma|grandpa)|him|her|them)(?: (?:again|soon|now|up there|in heaven|on the other side|in the ground|where (?:he|she) is|over there|already))?',
    '(?:book|story|curtain|chapter|show|game|movie|film) (?:of my life|is (?:already )?(?:over|ended|done)|has (?:already )?ended|s (?:already )?ended)',
    '(?:my|the) story (?:is |s |has )?(?:already )?(?:ended|over|finished|done)',
    'close (?:the|my) (?:book|chapter|curtain) (?:on|of|my ?self)',
  ], {
    ...wide,
    person: 'inner',
    negative: true,
    within: /(?:i|me|my|myself)/u,
    unless: but(/(?:wife s (?:family|parents|trip)|gym|club|facebook|newsletter|e ?mail|mailing|my job|netflix|spotify|deliver[a-z]*|lunch|dinner|coffee|zoom|cinema|airport|at the (?:station|park|mall|pool)|vacation|holiday|party|on (?:a|the) (?:trip|walk|team|call|weekend|plane)|weekend|tonight at|college|dubai|abroad|spain|family (?:for|in|at)|video call|on sunday|tomorrow at|visit(?:ing)?|concert|festival|tour|with friends|thought i was going to|cake|pizza|chocolate|spa|beach|sofa|so cute|mortified)/u),
    unlessBefore: /(?:husband|wife|mom|mum|dad|kids?|son|daughter|she|he|they|can i|we|want you|wants? me) (?:to )?$/u,
  }).map((rule) => (rule.pattern.startsWith('(?:join') ? { ...rule, within: [/(?:died|passed|late (?:wife|husband)|dead|buried|grave|heaven|lost (?:him|her|them|my)|gone (?:now|since)|funeral|widow(?:er|ed)?|after (?:he|she) went|where (?:he|she) (?:is|went))/u, /(?:like|want|wanting|wish|would|rather|ready|should|hope|praying|going to|soon|waiting|will|long|time|prefer|think about)/u] } : rule)),
  ...rules('en.near.one-step', 'suicide-wish', 2, ['(?:truck|lorry|bus|buses|trains?|tube|traffic|cars?|tram|motorway|oncoming (?:lane|headlights|traffic)|steering wheel|guard ?rail|headlights|lorries|trucks|tree)'], {
    ...wide,
    within:
      /(?:how easy|one step|just step|stepping (?:out|off|in)|step (?:out|off|in front)|swerv(?:e|ing)|drift(?:ing)? (?:over|across|into)|let(?:ting)? go|(?:would not|not) (?:even )?(?:move|jump back|step back|brake|get out of the way|look both ways|swerve)|stopped looking|do not (?:even )?look (?:both|when|before)|hits? me|hit by|under (?:it|one|a|the|its)|yank(?:ing)?|turn(?:ing)? the wheel|into (?:the )?(?:oncoming|a wall|a tree|the barrier|the median)|in front of|not get back up|close my eyes|too long)/u,
    unless: but(/(?:late for|stuck in|ran into an old|phone|driving (?:test|lesson|instructor)|lesson|nearly (?:got )?hit|almost (?:got )?hit|idiot|overtook|accident report|insurance|claim|tyres?|tires?|fell asleep|parked|dash ?cam|license|bike lane|toddler|my (?:son|daughter|dog|kid)|deer|fox|squirrel|hedgehog|dent|scratched|christmas tree|crossing guard|steal|stole|music|song|loud|parade|queue)/u),
  }),
  ...rules('en.near.no-me', 'suicide-wish', 2, [
    `(?:would|will|could|should) (?:[a-z]+ ){0,2}?(?:be|live|breathe|sleep|cope|do|rest|manage|get on|feel) (?:[a-z]+ ){0,2}?(?:better|easier|happier|lighter|fine|freer|safer|well|relieved|okay|ok|free)(?: off)? (?:without|with ?out|w o|if i (?:was|were) (?:not|gone)|if i (?:left|went|vanished|did not)|once i|when i am gone|o me)`,
    '(?:better|easier|happier|lighter|fine|freer) (?:off )?(?:without|with o) me(?! (?:there at|at the (?:party|meeting|game)|on the (?:team|project)|in the (?:meeting|group|band|kitchen)))',
    '(?:nobody|no ?one|not (?:a|one) (?:single )?(?:soul|person)|who|would anyone|does anyone|would they|not sure anyone would|doubt anyone would) (?:[a-z]+ ){0,3}?(?:notice|miss|care|come|cry|know|mind) (?:[a-z]+ ){0,2}?(?:if|that|when|for (?:weeks|days|months)|i was gone|i am gone|me gone|to my funeral)',
    '(?:waste|wasting) (?:of )?(?:space|air|oxygen|everyone s air|resources|skin|a life|the oxygen)(?= |$)',
    '(?:taking|take|takes) up (?:space|air|oxygen|room)(?! (?:in|on) (?:the|my) (?:fridge|closet|drive|desk|garage|attic|living|phone))',
    'worth (?:so much |a lot |far )?more (?:to (?:them|her|him|my [a-z]+) )?(?:dead|gone|as insurance|in the ground)',
    'i (?:am|have become|feel like) (?:[a-z]+ ){0,2}?(?:a burden|dead weight|the problem|a stain|the reason everyone|a mistake that|extra weight|a ghost already|already (?:dead|gone|a ghost)|dead already|dead inside and)',
    '(?:should|wish i|was) (?:never|not) (?:have )?(?:been |be )?(?:born|here|alive|made|exist(?:ed)?)',
    '(?:want|wanted|wish|love|like|need|rather|just|could|dream about|fantasi[sz]e about|think about|thinking about|keep picturing|craving) (?:to |i could |i would |for |about )?(?:just |simply |quietly )?(?:disappear|disappearing|vanish|vanishing|fade|fading|evaporate|evaporating|dissolve|dissolving|cease|switch off|be switched off|shut down|turn off|power down|be erased|be deleted|be nothing|be over|it (?:all )?(?:to be )?over(?: now)?|everything to (?:stop|end|go dark)|sleep forever|an endless sleep|a long sleep|a permanent (?:nap|sleep|rest)|the lights to go out|not be|be no one|go dark)(?! (?:to|for|with|into (?:a|the) (?:book|crowd|background|woods)|on a|from (?:this meeting|work|the (?:party|room|meeting|internet))|out of (?:embarrassment|shame)|behind))',
    '(?:make|makes|making|want|wish|let|need|begging for) (?:it|everything|the noise|the pain|my heart|my brain|my life|this life) (?:to )?(?:all )?(?:just )?(?:stop (?:for good|forever|permanently|beating|existing)|end (?:for good|forever|already)|go (?:black|dark|quiet forever))',
    '(?:go|going|went|fall|falling|drift|drifting) to sleep (?:and|then) (?:just )?(?:never|not|do not|forget to) (?:ever )?(?:get|wake|waking|open|come)',
    '(?:disappointed|annoyed|sad|let down|angry|gutted|sorry|cry|cried|crying|groan|resent) (?:[a-z]+ ){0,4}?(?:woke|wake|waking|open my eyes|opened my eyes|still breathing|morning came|another morning|my alarm|still here)',
    '(?:tired|weary|exhausted|bored|done|finished|had enough) (?:of|with|from) (?:[a-z]+ ){0,2}?(?:being alive|living|existing|breathing|life|being here|being in this (?:world|body)|opening my eyes|this (?:world|planet|earth)|surviving|the effort of (?:living|being))(?! (?:with|in|at|near|here|out|like|under|off|on|alone|together))',
    'no (?:reason|point|desire|will|wish|need|purpose|interest) (?:left )?(?:for me )?(?:to|in|for) (?:[a-z]+ ){0,2}?(?:live|living|stay(?:ing)? (?:alive|here)|be here|being here|keep (?:going|living)|wake up|going on|go on|carry on|be alive|exist|existing|tomorrow)(?! (?:in|with|at|for dinner|late|home|near|there|together))',
    'nothing (?:left )?(?:to (?:live|stay|wake up|get up|hang on|hold on) for|for me (?:here|in this (?:life|world)|anymore)|to keep me (?:here|alive|going))',
    'not (?:see|seeing|imagine|imagining|picture|picturing) (?:[a-z]+ ){0,3}?(?:a future|being alive|my ?self (?:alive|here|old|past|in (?:a|five|ten)|making it|living|at (?:thirty|forty|[0-9]{2})))',
    '(?:another|more) (?:[a-z]+ )?(?:year|years|decade|decades|day|days|winter|week) (?:of (?:this|living|life|breathing|being)|like this) (?:[a-z]+ ){0,4}?(?:over|unbearable|too much|can not|not (?:going|able|interested)|hell|end|impossible)',
    '(?:death|dying|suicide|killing my ?self|ending (?:it|things|my)) (?:[a-z]+ ){0,5}?(?:comfort(?:s|ing)?|calm(?:s|ing)?|relax(?:es|ing)?|sooth(?:es|ing)|option|exit|friend|back of my mind|plan b|way out|every (?:day|night|hour)|daily|constantly)',
    '(?:comfort|comforting|relief|calm|calming|sooth(?:es|ing)|peace|peaceful) (?:[a-z]+ ){0,4}?(?:know(?:ing)?|thought|idea|think(?:ing)?) (?:[a-z]+ ){0,3}?(?:could|can) (?:always )?(?:end|leave|go|stop|check out|die|do it)',
    '(?:would not|will not|do not) (?:even )?(?:mind|care|fight it|be sad|be upset|complain|call (?:for help|an ambulance)|run|be bothered|struggle) (?:if|at all if) (?:[a-z]+ ){0,6}?(?:hit me|crash(?:ed|es)?|took me|take me|takes me|did not wake|do not wake|never woke|it (?:was|were) (?:cancer|terminal|malignant)|end(?:ed|s)?|stop(?:ped|s)?|killed|kill me|died|fell asleep forever|last)',
    '(?:hope|hoping|wish|wishing|pray|praying|prayed|asked? god|begg(?:ed|ing)) (?:[a-z]+ ){0,6}?(?:malignant|terminal|fatal|inoperable|cancer|take me|end me|does not start again|would stop|stops beating|not wake|no morning|call me home|the last (?:one|day|night|time))',
    '(?:if|when) (?:i|my heart|the plane|the lift|it) (?:[a-z]+ ){0,4}?(?:not wake|never wake|did not wake|do not wake|stopped|crashed|went down|died|disappeared|vanished|stop(?:s)? beating)(?: [a-z]+){0,5} (?:be|is|feel|sounds?) (?:[a-z]+ ){0,3}?(?:fine|okay|ok|relief|relieved|best|better|good|nice|favou?r|blessing|alright|happy)',
  ], {
    ...wide,
    person: 'inner',
    negative: true,
    unless: but(/(?:lol|haha|embarrass[a-z]*|cringe[a-z]*|blush[a-z]*|mortified|karaoke|ground to swallow|beach|island|cabin|nap|email|meeting|presentation|hair|fridge|closet|sofa|couch|package|parcel|mother in law|video|internet|instagram|the stain|coffee|wine|diet|exam|essay|homework|traffic|weather|game|tattoo|cancer research|biops(?:y|ies)|screening|my (?:mom|mum|dad|nan|wife|husband|dog|cat) (?:has|had|died|passed)|i am glad i|these days i am|not anymore|no longer feel)/u),
  }),
];
