import { rules, type Rule } from '../rule.js';

const KIN = '(?:kids?|children|baby|babies|son|daughter|sons|daughters|boys|girls|twins|mom|mum|mother|dad|father|parents|family|sister|brother|grandmother|grandma|grandfather|grandpa|grandad|gran|granny|nan|nana|aunt|uncle|husband|wife|child|dog|cat|pets?)';
const POWER = '(?:coach|teacher|pastor|priest|tutor|instructor|youth leader|scout leader|boss|manager|supervisor|professor|stepdad|stepfather|stepmom|stepbrother|uncle|cousin|babysitter|landlord|carer|trainer|vicar|imam|rabbi|choir master|director|foster (?:dad|mom|father|mother))';
const STORY = /(?:movie|film|novel|book|character|series|episode|documentary|podcast|news|game|script|play|chapter|essay|training course|article)/u;

/** Plain disclosures: what was taken, what was denied untruly, what was settled because of one's death, and violence by those in charge. */
export const ENGLISH_DISCLOSURE: readonly Rule[] = [
  ...rules('en.means.taken', 'suicide-means', 3, [
    '(?:swallowed|took|taken|downed|popped|necked) (?:the|a|my|this|an|that) (?:whole|entire|full) (?:bottle|pack|packet|box|strip|blister pack|prescription|month s (?:supply|worth))',
    '(?:swallowed|took|taken|downed|necked) (?:all of|every one of|everything in|every last one of|all) (?:my |the |those |her |his |these )?(?:pills|tablets|meds|medication|capsules|painkillers|sleeping pills|medicine cabinet)',
    '(?:swallowed|drank|downed) (?:some |the |a (?:lot|cup|glass|bottle) of |half a bottle of )?(?:bleach|antifreeze|drain cleaner|pesticide|weed ?killer|rat poison)',
  ], {
    person: 'act',
    confidence: 0.86,
    unless: /(?:wine|beer|water|vitamins?|tic ?tacs|sweets|gummies|juice|milk|soda|cider|crisps|cookies|antibiotics?|probiotics?|cat|dog|puppy|toddler|as prescribed|pharmacist told me to|back to the pharmacy|course of)/u,
    unlessAfter: /^ (?:home|to (?:the|my|work)|back|with me|into|upstairs|for (?:the|my)|of (?:wine|water|beer|milk|chocolates|photos|books|clothes))/u,
  }),
  ...rules('en.wish.denied-untruly', 'suicide-wish', 2, [
    'not (?:feeling |actually )?suicidal (?:[a-z]+ ){0,5}?(?:lied|lying|a lie|untrue|not true|not honest)',
    '(?:lied|lying|lie) (?:to [a-z]+ (?:[a-z]+ )?)?(?:about|when i said|when i told|when they asked|when he asked|when she asked|on the form|and said|saying) (?:[a-z]+ ){0,8}?(?:suicidal|suicide|hurting my ?self|self harm|being safe|wanting to die|kill my ?self|my plan|feeling safe|wanting to live)',
    '(?:told|said|tell|telling|ticked|swore|promised|assured) (?:[a-z]+ ){0,6}?(?:not|no|never|no longer|fine|safe|okay) (?:[a-z]+ ){0,8}?(?:but|and) (?:i |that |it )(?:lied|was lying|is a lie|was a lie|is not true|was not true)',
  ], {
    person: 'fixed',
    negative: true,
    confidence: 0.84,
    within: /(?:suicid[a-z]*|kill(?:ing)? my ?self|die|dying|hurt(?:ing)? my ?self|self harm|cutting|feel(?:ing)? safe|being safe|was safe|am safe|end it|wanting to live|alive|pills|my plan)/u,
    unless: STORY,
    unlessBefore: /(?:never|not|would not|did not|he|she|they) $/u,
  }),
  ...rules('en.preparation.because-dead', 'suicide-preparation', 3, [
    '(?:will|insurance|papers|affairs|finances|paperwork|accounts|passwords|funeral|savings|everything) (?:[a-z]+ ){0,5}?(?:in order|sorted|ready|up to date|updated|settled|set up|paid|paid up|written down|arranged) (?:[a-z]+ ){0,6}?(?:because|since|as|before|so) (?:[a-z]+ ){0,8}?(?:not (?:going to )?be (?:alive|here|around)|will be (?:dead|gone)|i die|am dead|no longer (?:here|alive))',
    '(?:not going to|will not|do not plan to|not planning to|do not intend to) be alive (?:next|by|after|tomorrow|this|when|much|for|come|long|to see)(?: [a-z]+)?',
  ], { negative: true, confidence: 0.86, unless: /(?:surgery|operation|hospice|terminal|cancer|oncologist|deployment|deployed|holiday|vacation|hundred|century|mars|climate|grandchildren s|great grandchildren|solicitor said|eighty|ninety)/u }),
  ...rules('en.plan.all-over', 'suicide-plan', 2, [
    '(?:this|it|everything) will (?:all |finally )?be over for me',
    'by (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|next (?:week|month)|the (?:weekend|morning)) (?:this|it|everything) (?:will|is going to) (?:all |finally )?be over',
  ], { confidence: 0.8, unless: /(?:exams?|finals|deadline|tax|audit|trial|move|moving|wedding|surgery|treatment|semester|project|quarantine|festival|tournament|season|heat ?wave|flu|covid)/u }),
  ...rules('en.farewell.last-words', 'farewell', 3, [
    '(?:these|this) (?:are|is|will be|might be|may be|could be) (?:my|the) last (?:words?|message|post|text|letter|entry|thing i (?:will )?(?:ever )?(?:say|write|type|send|post))',
    'last (?:words|message|thing) (?:i |you )(?:will )?(?:ever )?(?:leave|say|write|hear from me|get from me|send)',
  ], {
    person: 'fixed',
    confidence: 0.82,
    unless: /(?:class|newsletter|as president|as captain|season|team|job|office|work|vacation|holiday|before bed|for today|of the day|tonight s show|semester|shift|warning|offer|on (?:this|the) (?:matter|subject|topic|forum|account|blog)|discount|chapter|speech|lyrics|mom s|dad s|grandma|grandpa|he|she|character|movie|film|book)/u,
  }),
  ...rules('en.self-harm.then', 'self-harm', 2, ['(?:and|then|so|but) i (?:also |then |just |still )?(?:cut|slit|slashed|sliced) my (?:own )?(?:wrists?|thighs?|forearms?)'], {
    person: 'fixed',
    confidence: 0.82,
    unless: /(?:by accident|accidentally|glass broke|shaving|chopping|cooking|fence|thorns?)/u,
  }),
  ...rules('en.self-harm.sh', 'self-harm', 2, ['sh (?:ing|ed)', 'shing (?:again|every|since|last|tonight|for)'], { person: 'inner', confidence: 0.8 }),
  ...rules('en.self-harm.cigarettes', 'self-harm', 2, [
    '(?:stubbed|stubbing|stub|put|putting|pressed|pressing|press) (?:[a-z]+ ){0,4}?(?:cigarettes?|cig|cigs|smokes?|lighters?) (?:out )?(?:on|into|against|onto) my (?:[a-z]+ )?(?:arms?|legs?|thighs?|hands?|skin|wrists?|stomach|palms?)',
    '(?:cigarette|lighter|iron) burns? (?:[a-z]+ ){0,3}?(?:on|up|down|along|across|inside) my (?:[a-z]+ )?(?:arms?|legs?|thighs?|hands?|skin|wrists?|stomach|palms?)',
  ], { person: 'inner', confidence: 0.82, unless: /(?:accident[a-z]*|years ago|shop|ironing|hair)/u }),
  ...rules('en.wish.joined', 'suicide-wish', 2, [
    'i(?:want|wanna)(?:to)?(?:die|killmyself|enditall|endmylife|notexist|notwakeup|unalive(?:myself)?)(?:anymore|now|rn|sobad)?',
    'i(?:dont|donot)(?:want|wanna)(?:to)?(?:live|behere|exist|bealive|wakeup)(?:anymore|nomore|tomorrow)?',
    'i(?:m|am)(?:going|gonna|gunna)(?:to)?(?:killmyself|endit(?:all)?|endmylife)(?:tonight|now|today)?',
    'i(?:hate|amtiredof|mtiredof)(?:living|beingalive)',
  ], { person: 'inner', confidence: 0.84, negative: true }),
  ...rules('en.others.blood', 'harm-to-others', 2, [
    '(?:pay|paying|pays) (?:for (?:it|this|that|everything) )?(?:for what [a-z]+ did (?:to me )?)?(?:in|with) (?:their |his |her )?(?:own )?(?:blood|lives|life)',
    '(?:going to|will|want to|ready to) (?:spill|shed|taste|see) (?:some |their |his |her )?blood',
  ], { person: 'fixed', confidence: 0.84, unless: new RegExp(`${STORY.source}|donat[a-z]*|taxes|test results|vampires?|lab|interest|loan|rent|soldiers|raid|dungeon`, 'u') }),
  ...rules('en.others.near', 'harm-to-others', 2, [
    '(?:nearly|almost|came close to|was about to|this close to) (?:threw|throw|throwing|shook|shake|shaking|dropped|smothered|smothering|hit|hitting|hurt|hurting|choked|choking|strangled|strangling|stabbed|stabbing|drowned|drowning|pushed|pushing) (?:the|my|our) (?:[a-z]+ )?(?:baby|newborn|infant|toddler|son|daughter|kids?|child|twins|wife|husband|girlfriend|boyfriend|mother|mum|mom|father|dad)',
    '(?:plan|planning|planned|imagine|imagining|rehearse|rehearsing|fantasi[sz]e|fantasi[sz]ing|picture|picturing|think|thinking) (?:about )?(?:how|when|where) i (?:would|will|could|am going to) (?:murder|kill|stab|shoot|poison|strangle|hurt) (?:my|him|her|them|the|that)(?: [a-z]+){0,2}',
    '(?:have|got|have got|keep|carry|am carrying) (?:a|the|my) (?:knife|gun|blade|hammer|machete|bat) (?:in|on|under) (?:my|the) (?:bag|backpack|coat|pocket|car|jacket|locker|desk) and (?:i )?(?:know|am waiting|will wait|am going to wait|just need) (?:[a-z]+ ){0,6}?(?:he|she|they|him|her|them)',
  ], { person: 'fixed', confidence: 0.84, unless: new RegExp(`${STORY.source}|bedtime|party|surprise|ball|snowball|airsoft|nerf|paintball|baby (?:monitor|shower|bottle|food|seat|carrier|clothes|doll)|laser tag|in monopoly|accidentally|by accident|tripped|slipped`, 'u') }),
  ...rules('en.wish.realised', 'suicide-wish', 2, ['(?:suicide|suicidal|self harm|dying) (?:[a-z]+ ){0,4}?(?:made me|makes me) (?:[a-z]+ )?(?:reali[sz]e|understand|see|think|know) (?:that |how )?i (?:[a-z]+ )?(?:want|need|should|am going|could|would)'], {
    person: 'fixed',
    confidence: 0.8,
    unless: /(?:help (?:others|people)|talk about|donate|volunteer|raise|prevent|study|learn more|grateful)/u,
  }),
  ...rules('en.wish.only-because', 'suicide-wish', 2, [
    'if it (?:was|were) not for (?:my|the|her|him|them) ?(?:[a-z]+ ){0,3}?i would (?:already |probably |definitely |just )*(?:have (?:already )?(?:done it|ended it|gone through with it|killed my ?self|been gone|been dead)|not be (?:here|alive)|be (?:dead|gone) (?:already|by now))',
  ], { person: 'fixed', negative: true, confidence: 0.84, unless: /(?:surgeon|doctors?|seat ?belt|airbag|vaccine|homework|essay|lifeguard|firefighters?|paramedics?|donor|transplant)/u }),
  ...rules('en.abuse.in-charge', 'abuse', 3, [
    `${POWER} (?:[a-z]+ ){0,4}?(?:makes|made|making|forces|forced|asks|asked|tells|told|gets|got|wants|orders|pressures|pressured|expects) me (?:to )?(?:undress|strip|take (?:off )?my (?:clothes|top|shirt|pants|trousers|underwear|bra)|get (?:naked|undressed)|touch (?:him|her|his)|sit on (?:his|her) lap|send (?:him |her )?(?:nudes|naked|pictures of my|photos of my)|shower (?:with|in front of)|watch porn|kiss (?:him|her)|sleep with (?:him|her)|pose (?:naked|in my)|massage (?:him|her|his))`,
    `${POWER} (?:[a-z]+ ){0,4}?(?:touches|touched|gropes|groped|rubs|rubbed|strokes|stroked|kisses|kissed|feels|felt) (?:me (?:under|between|when|after|in (?:the|his|her)|where|inappropriately)|my (?:thighs?|legs?|chest|breasts?|bum|bottom|butt|waist|private parts))`,
  ], { person: 'fixed', confidence: 0.84, unless: new RegExp(`${STORY.source}|audition|physio[a-z]*|exam room|tattoo|wrestling hold|by accident|accidentally|heart|deeply`, 'u'), unlessBefore: /(?:never|no|her|his|their) $/u }),
  ...rules('en.abuse.threat-to-kin', 'abuse', 3, [
    `threaten(?:s|ed|ing)? (?:to|that [a-z]+ (?:will|would)) (?:[a-z]+ ){0,2}?(?:hurt|kill|harm|beat|drown|burn|poison|stab|shoot|smother|get rid of|do something to) (?:the|my|our) (?:[a-z]+ )?${KIN}`,
    `(?:says|said|swears|swore|promises) (?:he|she|they) (?:will|would|is going to) (?:hurt|kill|harm|drown|burn|poison|stab|shoot) (?:the|my|our) (?:[a-z]+ )?${KIN}`,
  ], { person: 'fixed', confidence: 0.86, unless: STORY, unlessBefore: /(?<![a-z])(?:i|never|i have|not) $/u }),
  ...rules('en.abuse.in-care', 'abuse', 2, [
    `(?:staff|carers?|caregivers?|caretakers?|nurses?|aides?|orderl(?:y|ies)|care workers?|care home|nursing home) (?:[a-z]+ ){0,6}?(?:slaps?|slapped|slapping|hits?|hitting|ties?|tied|tying|pinch|pinches|pinched|pinching|restrains?|restrained|shoves?|shoved|kicks?|kicked|punche?s?|punched|starves?|starved|starving|beats?|beating|bruised|bruising|drags?|dragged|drugs|drugged) (?:my|our) (?:[a-z]+ )?${KIN}`,
    `my (?:[a-z]+ )?(?:grandmother|grandma|grandfather|grandpa|grandad|gran|granny|nan|nana|mother|mum|mom|father|dad|aunt|uncle) (?:[a-z]+ ){0,6}?(?:is|was|gets|being|been|got) (?:being )?(?:slapped|hit|tied|beaten|pinched|restrained|starved|kicked|abused) (?:[a-z]+ ){0,3}?(?:by|at|in) (?:[a-z]+ ){0,2}?(?:staff|carers?|caregivers?|nurses?|care home|nursing home|home|aides?)`,
  ], { person: 'fixed', confidence: 0.84, unless: new RegExp(`${STORY.source}|hits it off|years ago|inspection|training`, 'u'), unlessBefore: /(?<![a-z])(?:no|never|if) $/u }),
];
