import { EVERY_KIND, SUICIDAL, type Everyday } from '../everyday.js';

const BODY = '(?:arm|wrist|thigh|leg|skin|stomach|hand|forearm|ankle|hip|face|neck|chest|shoulder|calf|finger|fingers|thumb|head|forehead|elbow|shin|toe|back|nose|palm|knuckle|knuckles)';
/** Things one is hurt by without meaning to. */
const THING =
  '(?:rose|roses|rosebush|bush|bushes|thorns?|brambles?|blackberry|hedge|nettles|holly|branch|twig|cupboard|cabinet|shelf|drawer|low (?:beam|ceiling|doorway)|car door|fridge|wardrobe|tin|can lid|lid|envelope|cardboard|pan|kettle|oven|tray|steam|stove|grill|fence|nail|barbed|boot|trunk|banister|bed frame|headboard|bunk|curb|kerb|countertop|counter|sink|tap|grater|peeler|mandoline|coral|rocks|staircase|coffee table|shower door|attic|loft|tent pole|swing|locker)';
const ON_PURPOSE = /(?<![a-z])(?:until|till|over and over|again|repeatedly|on purpose|deliberately|because i|deserve|calm|feel|keep|kept|every|punish|angry|anger|hate|bleed|relief|so i could|to stop|numb)(?![a-z])/u;
const DANGER =
  /(?<![a-z])(?:die|dying|dead|death|kill|killing|suicid[a-z]*|alive|pills?|overdose|gun|rope|noose|bridge|jump|jumping|blade|razor|knife|bleed|goodbye|forever|wake|waking|disappear|vanish|exist|my ?self|my life|life|living|live|note|burden|without me|gone|for good|all of it|everything|tonight|anymore)(?![a-z])/u;

/** English ways of speaking of mishaps, messages, games, partings, posters and what is long over. */
export const ENGLISH_EVERYDAY: readonly Everyday[] = [
  {
    kinds: ['self-harm'],
    reason: 'idiom',
    within: [
      new RegExp(
        `(?<![a-z])(?:scratched|cut|scraped|grazed|banged|hit|bumped|knocked|whacked|burned|burnt|scalded|pricked|nicked|bruised|stubbed|jammed|smacked|sliced|smashed|slammed|bashed|poked|caught) my (?:left |right |bare )?${BODY}s? (?:[a-z]+ )??(?:on|against|with|in|into|under|off|by|from|opening|reaching|climbing|picking|pruning|getting) (?:[a-z]+ ){0,3}?${THING}(?![a-z])`,
        'u',
      ),
    ],
    unless: ON_PURPOSE,
  },
  {
    kinds: ['self-harm'],
    reason: 'idiom',
    within: [/(?<![a-z])(?:cut|cutting|trim|trimmed|chop|chopped|burned|burnt) (?:my|our|the) (?:own )?(?:hair|bangs|fringe|beard|nails|toenails|split ends|steak|sandwich|cake|toast|rice|grass|lawn|budget|spending|losses|caffeine|screen time)(?![a-z])/u],
    unless: /(?<![a-z])(?:wrists?|thighs?|arms?|skin|blood|bleed|die|kill|dead|blade|razor|my ?self|scars?|punish)(?![a-z])/u,
  },
  {
    kinds: ['harm-to-others'],
    reason: 'idiom',
    within: [/(?<![a-z])shoot(?:ing)? (?:[a-z]+ ){1,4}?(?:e ?mail|text|message|dm|note|line|invite|invoice|link|reminder|voicemail|ping|memo|question|smile|look|glance|wink|update|quote|resume|cv|draft)(?![a-z])/u],
    unless: /(?<![a-z])(?:gun|rifle|pistol|bullets?|dead|in the head|kill)(?![a-z])/u,
  },
  {
    kinds: ['harm-to-others'],
    reason: 'fiction',
    within: [/(?<![a-z])(?:raid|dungeon|respawn[a-z]*|loot|guild|quest|side quest|dps|healer|mana|xp|checkpoint|speedrun|playthrough|multiplayer|lobby|second phase|phase two|hit points|boss battle|mob|mobs|spawn|npc|dragon|orcs?|goblins?|skeletons?|creepers?|final stage|cooldown|headshots?|leaderboard|expansion pack|dlc)(?![a-z])/u],
    unless: /(?<![a-z])(?:real life|for real|my (?:husband|wife|mother|father|mom|dad|brother|sister|manager|teacher|ex)|knife|tomorrow|at work|school)(?![a-z])/u,
  },
  {
    kinds: SUICIDAL,
    reason: 'idiom',
    within: [
      /(?<![a-z])(?:(?:end|ending|ended|finish|finishing|call) (?:it|it off|things) (?:off )?with (?:my (?:boyfriend|girlfriend|bf|gf|partner|fiance|fiancee|husband|wife|agent|landlord|band|therapist|business partner)|him|her|this guy|the guy|this girl|the agency|the gym|the band)|(?:quit|quitting|leave|leaving|resign from|hand in my notice at) (?:my|this|the) (?:[a-z]+ )?(?:job|work|course|team|band|gym|club|company|firm|position|shift|internship|group chat|league|choir)|(?:end|ending|cancel|cancelling|finish|finishing) (?:the|this|my|our) (?:[a-z]+ )?(?:subscription|contract|lease|meeting|call|project|membership|partnership|tenancy|shift|semester|relationship|friendship|engagement|report|essay|thesis|season|book|series|internship))(?![a-z])/u,
    ],
    unless: DANGER,
  },
  {
    kinds: SUICIDAL,
    reason: 'idiom',
    within: [
      /(?<![a-z])(?:tumou?r|cancer|heart attack|stroke|aneurysm|lump|headache|heart skips|heart races|palpitations?|turbulence|plane|mole|symptoms?|allergic|rabies|panic attack|chest pain)(?![a-z])/u,
      /(?<![a-z])(?:going to die|be dead|about to die|drop dead|will die|will kill me|am dying)(?![a-z])/u,
    ],
    unless: /(?<![a-z])(?:want|wish|wishing|hope|hoping|good|glad|relief|deserve|ready|let it|pray|pills?|my ?self|finally|refuse|refusing|stopped|not care)(?![a-z])/u,
  },
  {
    kinds: SUICIDAL,
    reason: 'idiom',
    within: [/(?<![a-z])(?:marriage|relationship|career|romance|love|battery|phone|laptop|conversation|chat|party|plant|plants|business|project|town|good parts|good days|compliments?|progress) (?:[a-z]+ ){0,6}?(?:dead|vanish|vanishes|disappears?|over|finished)(?![a-z])/u],
    unless: /(?<![a-z])(?:my life|my ?self|i (?:am|will be|want to be|might as well be) (?:dead|gone)|kill|suicid[a-z]*|die|pills?|alive|living)(?![a-z])/u,
  },
  {
    kinds: SUICIDAL,
    reason: 'overcome',
    within: [
      /(?<![a-z])(?:if it (?:was|were|had) not (?:been )?for|without|thanks to) (?:the|my|that|a|those) (?:[a-z]+ ){0,2}?(?:seat ?belt|airbag|helmet|surgeons?|doctors?|paramedics?|firefighters?|lifeguard|donor|transplant|vaccine|smoke alarm|pacemaker)(?![a-z])/u,
      /(?<![a-z])(?:would (?:be|have been) (?:dead|gone)|would not (?:be|have been) (?:here|alive)|would have died)(?![a-z])/u,
    ],
    unless: /(?<![a-z])(?:wish|better|should have|let me|kill|pills?|overdos[a-z]*|next time|unfortunately|hate|angry|jump[a-z]*)(?![a-z])/u,
  },
  {
    kinds: ['abuse'],
    reason: 'idiom',
    within: [/(?<![a-z])(?:lose my mind|losing my mind|go(?:ing)? (?:crazy|insane|mad)|psych ward|asylum|psychosis)(?![a-z])/u, /(?<![a-z])(?:locked (?:up|away)|lock me (?:up|away))(?![a-z])/u],
    unless: /(?<![a-z])(?:he|she|husband|wife|boyfriend|girlfriend|partner|dad|mom|mum|stepdad|parents|hits?|beats?|basement)(?![a-z])/u,
  },
  {
    kinds: ['abuse'],
    reason: 'overcome',
    within: [
      /(?<![a-z])(?:years? ago|decades? ago|when i was (?:a|an|little|young|small|growing|[0-9]+|five|six|seven|eight|nine|ten|eleven|twelve)|as a (?:kid|child|teenager|girl|boy)|growing up|childhood|long ago|my first (?:husband|wife|marriage))(?![a-z])/u,
      /(?<![a-z])(?:safe now|am safe|(?:is|are) (?:long )?gone|passed away|peaceful|at peace|happy now|am happy|happily|healed|recovered|life is (?:[a-z]+ )?(?:good|calm|lovely|great|quiet|happy)|free now|am free|doing well|never saw (?:him|her|them) again|new life|safe home|moved on)(?![a-z])/u,
    ],
    unless: /(?<![a-z])(?:still|again|came back|comes back|coming back|found me|nightmares?|afraid|scared|terrified|threat[a-z]*|panic|flashbacks?|can not|next door|not safe|never safe|hits|beats|now (?:he|she|my)|anymore|die|kill)(?![a-z])/u,
  },
  {
    kinds: EVERY_KIND,
    reason: 'work',
    within: [
      /(?<![a-z])(?:posters?|campaigns?|leaflets?|flyers?|pamphlets?|brochures?|assembly|display|exhibition|talk|fundraiser|bake sale|charity (?:walk|run|event|concert)|billboards?|lesson|presentation|stickers?|banners?|sign|info sheet|petition|policy|hotline number) (?:[a-z]+ ){0,4}?(?:about|on|for|against|around) (?:[a-z]+ ){0,3}?(?:self harm|suicide|abuse|domestic|violence|bullying|knife crime|assault|cutting|overdose|overdoses|grooming)(?![a-z])/u,
    ],
    unless: /(?<![a-z])(?:i (?:am|was|have|keep|do|did|cut|want|wanted|feel|felt|think|self|hurt|could|would|need|still)|me|my ?self|anymore)(?![a-z])/u,
  },
  {
    kinds: [...SUICIDAL, 'self-harm'],
    reason: 'general',
    within: [
      /(?<![a-z])(?:breaking news|the news|headlines?|reports? (?:say|said|that)|reported|tabloids?|papers? (?:say|said)|announced|alert)(?![a-z])/u,
      /(?<![a-z])(?:politician|minister|senator|mayor|actor|actress|singer|rapper|celebrity|idol|ceo|footballer|athlete|author|influencer|presenter|prisoner|suspect|officer|star)(?![a-z])/u,
    ],
    unless: /(?<![a-z])(?:i (?:am|want|wish|envy|could|should|will|might|understand|too)|me too|so do i|my ?self|jealous|relate|my turn|made me)(?![a-z])/u,
  },
  {
    kinds: ['abuse', 'harm-to-others'],
    reason: 'idiom',
    within: [/(?<![a-z])(?:stab|stabs|stabbed|stabbing) (?:me|him|her|us|them|you|people|everyone|colleagues|friends) in the back(?![a-z])/u],
    unless: /(?<![a-z])(?:knife|blade|blood|bleeding|hospital|stitches|police|literally|want to|going to)(?![a-z])/u,
  },
  {
    kinds: SUICIDAL,
    reason: 'fiction',
    within: [
      /(?<![a-z])(?:raid|dungeon|respawn[a-z]*|guild|quest|dps|healer|mana|checkpoint|speedrun|playthrough|multiplayer|boss fight|boss battle|spawn|npc|hardcore mode|final boss)(?![a-z])/u,
      /(?<![a-z])(?:let me die|die|died|dying|kill me|killed me|got me killed)(?![a-z])/u,
    ],
    unless: /(?<![a-z])(?:real life|for real|want to die|wish|suicid[a-z]*|my ?self|alive|goodbye|anymore)(?![a-z])/u,
  },
  {
    kinds: SUICIDAL,
    reason: 'idiom',
    within: [
      /(?<![a-z])(?:disappear|vanish|run away|escape) (?:off )?(?:to|into|for) (?:[a-z]+ ){0,4}?(?:beach|island|cabin|mountains?|woods|forest|countryside|seaside|coast|spa|lake|village|holiday|vacation|weekend|week|month|summer|sabbatical)(?![a-z])/u,
    ],
    unless: /(?<![a-z])(?:die|dying|dead|death|kill[a-z]*|suicid[a-z]*|forever|for good|never|alive|pills?|life|exist|without me|note)(?![a-z])/u,
  },
  {
    kinds: ['abuse'],
    reason: 'overcome',
    within: [/(?<![a-z])(?:was|were|got|used to|as a (?:child|kid|boy|girl)|growing up|at school)(?![a-z])/u, /(?<![a-z])(?:ancient history|water under the bridge|long over|long behind me|all behind me|decades ago|a lifetime ago|long dead)(?![a-z])/u],
    unless: /(?<![a-z])(?:still|again|today|tonight|scared|afraid|comes back|keeps)(?![a-z])/u,
  },
];
