import { rules, type Rule } from '../rule.js';

const LEISURE =
  /(?:lasagne|lasagna|for (?:that|this) man s|ponds?|ducks?|wine|swim[a-z]*|pool|diving|trampoline[a-z]*|skydiv[a-z]*|bungee|parkour|view|photo[a-z]*|photos|pictures|picnic|sunset|sunrise|barbecue|bbq|gym|kayak[a-z]*|climb[a-z]*|hike[a-z]*|hiking|skating|snowboard[a-z]*|ski|concert|fireworks|paint[a-z]*|fix[a-z]*|repair[a-z]*|roofer|inspection|garden[a-z]*|terrace|bar|drinks|dinner|restaurant|tour|tourist[a-z]*|boat[a-z]*|fishing|bike[a-z]*|biking|jog|run club|traffic was|commute|late for|toll|construction[a-z]*|cookie|cookies|engineer[a-z]*|architecture[a-z]*|beautiful day|lovely|stunning|gorgeous|pigeons|stargaz[a-z]*|video game|movie)/u;
const AFTER_ME = /(?:after i am|when i am gone|once i am|for when i am|(?:will|would) not be (?:here|around|alive)|will not need|do not need (?:it|them|any|this)|where i am going|am gone|before i (?:go|die|leave|do it|end)|not be (?:here|around)|last (?:words|thing|goodbye)|by then i|when they find me|find my body|at my funeral|after my death|opened after|when i die|once they find)/u;

/** Signs that lie in the combination of words of a sentence, whatever stands between them. */
export const ENGLISH_COMBINED: readonly Rule[] = [
  ...rules('en.combined.place', 'suicide-plan', 3, ['(?:bridge|bridges|roof|rooftop|ledge|cliff|balcony|overpass|train tracks|tracks|railway|subway platform|platform|parking garage|edge|railing|high rise|top floor|window)'], {
    person: 'act',
    confidence: 0.74,
    within:
      /(?:high enough|the height|how high|tall enough|jump(?!ed (?:rope|in the pool))|jumping|fall(?:ing)? (?:off|from)|falling|chickened|could not do it|did not have the guts|stood there|standing there|(?:stood|standing|lay|laying|lying|sat|sitting|walked) (?:on|onto|at) the|stare at the water|looking down|look down|step off|one step|stepping|climb(?:ed)? over|over the (?:rail|railing|edge)|tempt[a-z]*|pull me|pulling me|calls? (?:to )?me|calling me|end it|die|dying|say goodbye|it would be so easy|thought about it|went there to|to do it|(?:will|would|am|going) not (?:come|coming|be coming|go|going) back|never coming back|not coming back)/u,
    unless: LEISURE,
  }),
  ...rules('en.combined.weapon', 'suicide-means', 3, ['(?:gun|handgun|pistol|shotgun|rifle|revolver|noose|rope|razor|razors|blade|blades|knife|pills|painkillers|xanax|meds|medication|sleeping pills|oxycodone|fentanyl|bottle of pills|medicine cabinet|stash|insulin|belt)'], {
    person: 'act',
    confidence: 0.74,
    within:
      /(?:all i (?:can )?think about|can not stop (?:thinking|looking|staring)|keep (?:thinking|looking|staring)|calling (?:to )?me|tempt[a-z]*|so easy|it would be quick|one bullet|end it|kill my ?self|use it on|use them on|for when i|when i am ready|just in case|in case (?:it|i|things)|(?:my|a|need a|the) way out|way out|not wake up|go to sleep|sleep forever|for good|swallow|take them all|all of them|all at once|down them|die|dying|dead|suicid|goodbye|final|i am alone|home alone|all alone|my neck|my wrist|my wrists|my head|my mouth|my temple|my skin|my arm|tonight)/u,
    unless:
      /(?:range|hunting[a-z]*|deer|nerf|water gun|glue gun|squirt|jump rope|climbing rope|camping|shav[a-z]*|grill|kitchen|cook[a-z]*|onions|steak|drawing|sketch|art class|seat belt|black belt|as prescribed|my (?:dog|cat|grandma|grandpa)|vitamin[a-z]*|allerg[a-z]*|the movie|the show|video game|gta|razor thin|die for|to die for|school|stab|shoot (?:him|her|them|someone)|kill (?:him|her|them|someone|people)|broken|headache|antibiotic[a-z]*|my diabet|robber|burglar|police|news)/u,
  }),
  ...rules('en.combined.letters', 'suicide-preparation', 3, ['(?:letter|letters|note|notes|goodbyes|video|videos|recording|recordings|voice memo|will|playlist|passwords|instructions)'], {
    person: 'fixed',
    confidence: 0.74,
    within: AFTER_ME,
    unless: /(?:vacation[a-z]*|college|moving[a-z]*|maternity|leave of absence|retir[a-z]*|new job|coworker[a-z]*|deploy[a-z]*|boot camp|study abroad|surgery|honeymoon)/u,
  }),
  ...rules('en.combined.painless', 'suicide-plan', 3, [
    '(?:is|does|would|will|how) (?:it|long|quickly|fast|painful|much)? ?(?:is it |does it |would it )?(?:hurt|painful|painless|take|long|quick|peaceful)? ?(?:to |if you |when you |if i |for me to |before you )(?:die|drown|hang|bleed out|overdose|od|suffocate|jump|freeze to death|hang yourself|hang my ?self|drown yourself|fall from)(?! for)',
    '(?:hurt|painful|painless|scary|peaceful) (?:to die|when you die|dying|to drown|to hang|to bleed out|to overdose|drowning|hanging|to jump)',
    'what (?:does|would|is) (?:it |dying |death )(?:feel|be) like to (?:die|be dead|hang|drown)',
  ], { person: 'fixed', confidence: 0.68, unless: /(?:documentary|the movie|the book|class|my (?:grand|dad|mom|dog|cat|fish)|anesthesia|jump rope|for the test|biology|research[a-z]*|the novel|character)/u }),
  ...rules('en.combined.topic', 'suicide-wish', 2, [
    'suicide(?! (?:prevention|rates?|bomb|bomber|squad|hotline|awareness|lifeline|statistics|doors?|mission|by|survivors?|loss|is (?:never|not)|risk|was|in|among|watch|note|notes|letter|squeeze|pact|attempts?|assessment|training|safety|research|bereave|grief|statist|crisis))',
  ], {
    person: 'act',
    confidence: 0.62,
    unlessBefore: /(?:(?<![a-z])(?:by|to|his|her|their|s|of|from|after|on|the topic of|about|for|against|prevent[a-z]*|preventing|discussed|discussing|discuss|covered|political|career|social|commercial|assisted|attempted|committed|commits|commit) )$/u,
    unless: /(?:ticked|questionnaire|question|form|tick box|lost|died|funeral|grief|grieving|passed|my (?:dad|mom|brother|sister|friend|son|daughter|uncle|aunt|cousin|husband|wife|grandfather|best friend) s? ?(?:suicide|died)|anniversary|powerpoint|documentary|movie|book|novel)/u,
  }),
  ...rules('en.combined.topic-about', 'suicide-wish', 2, ['(?:(?:all|what) i (?:can )?(?:think|dream|fantasize) about|on my mind|in my head|cross(?:es|ed|ing) my mind|(?:reading|googling|searching|looking|watching|researching|looked|searched|googled|read) (?:up )?(?:a lot |everything |stuff |things |videos |posts |forums |ways |nonstop )?(?:about|for|up|on|into)|obsessed with|drawn to|comforted by|jealous of|envy|envious of)'], {
    person: 'act',
    confidence: 0.66,
    within: /(?:suicide|dying|death|killing my ?self|being dead|not existing|ending it|ending my life|people who (?:die|died|are dead|have died)|the dead|painless|overdos|hanging|nooses?)/u,
    unless: /(?:documentary|for (?:class|school|work|my thesis|a paper)|prevention|novel|true crime|the movie|(?:my|his|her|their) (?:dad|mom|mother|father|brother|sister|friend|son|daughter|grandma|grandpa|grandmother|grandfather|dog|cat|aunt|uncle|wife|husband)(?: s)? (?:death|suicide)|of dying|death of|afraid|scared|anxiety|fear|health anxiety)/u,
  }),
];
