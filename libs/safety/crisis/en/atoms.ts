import { rules, type Rule } from '../rule.js';

const GAP = '(?:[a-z]+ ){0,4}?';
const BETTER =
  /(?:better|easier|happier|reliev[a-z]*|relief|care|notice|miss|matter|sad|problem|nobody|no one|anyone|everyone|everybody|world|free|burden|funeral|sorry|fine|okay|peace|suffer|pain|sleep|stop|over|cry|remember|forgive|hate|family|parents[a-z]*|kids|insurance[a-z]*|sooner|already|hope|wish|want|wonder|think(?:ing)? about|imagine|what happens|what would happen)/u;
const NOT_OWN_DEATH =
  /(?:in the game|video game|level|respawn|boss fight|minecraft|bucket list|before i die i want to (?:see|visit|travel|try|learn)|cancer treatment|chemo|diagnos[a-z]*|surgery|estate planning|life insurance agent|organ donor|horror|ghost[a-z]*|zombie[a-z]*|vampire[a-z]*|scared of dying|afraid of dying|afraid to die|scared to die|fear of (?:death|dying)|terrified of (?:death|dying)|panic attack|heart attack|health anxiety|hypochondri[a-z]*|laugh[a-z]*|lol|haha|embarrass[a-z]*|cringe|spicy|starv[a-z]*|hungry|thirsty|bored|boredom|hilarious|so funny|cute|plant[a-z]*|goldfish|battery|phone)/u;
const TRIP = /(?:vacation[a-z]*|trip|work|office|week|weekend|holiday|store|conference|abroad|college|maternity|honeymoon|feed the|water the|dog sit|house sit|back (?:on|by|in|soon)|an hour|minutes|lunch|meeting|airport|on leave|dinner)/u;

/** What speaks of the own death is a sign unless something around it says otherwise. */
export const ENGLISH_ATOMS: readonly Rule[] = [
  ...rules('en.atom.if-i-died', 'suicide-wish', 2, [
    `(?:if|when|once|after|until|unless|that) i ${GAP}(?:die|died|am dead|was dead|were dead|am gone|was gone|were gone|disappear|disappeared|was not here|were not here|am not here|vanish|vanished|was not around|were not around|am not around|never existed|did not exist|was not alive|were not alive|left this world|stopped existing|had died|never woke up|did not wake up)`,
  ], { person: 'fixed', confidence: 0.62, within: BETTER, unless: new RegExp(`${NOT_OWN_DEATH.source}|${TRIP.source}`, 'u') }),
  ...rules('en.atom.dead', 'suicide-wish', 2, [
    '(?:happier|better|better off|easier|safer|nicer|best|peaceful|rather|prefer|useful|worth more|more|as well|already|good as|just|simply|should|be|being|to be|feel|wish i were|wish i was) (?:be |being |off )?dead(?! (?:tired|serious|set|wrong|last|weight|to me|inside|beat|end|on|silent|easy|center|sure|broke|honest|asleep|sober|drunk|bored|simple|cute|ass|meat|right|lift|lifts|line|giveaway|ringer|body|bodies|man walking|people|battery|by the))',
    'dead (?:would|is|sounds|seems|feels) (?:be |so |much |way |like )?(?:better|easier|good|nice|peaceful|preferable|relief|an|the)',
  ], { person: 'act', confidence: 0.62, unless: new RegExp(`${NOT_OWN_DEATH.source}|(?:my|the|a|his|her) (?:dad|mom|father|mother|dog|cat|grandma|grandpa|husband|wife|brother|sister|friend|laptop|car|tv|wifi|rat|mouse|bird|tree|leg|legs|arms|phone)(?: is| was| are)? (?:really |already )?(?:be )?dead`, 'u') }),
  ...rules('en.atom.not-exist', 'suicide-wish', 2, [
    '(?:to |just |rather |could |simply |better |better to |easier to |i could |should |would )(?:just |simply |rather )?not (?:exist|be alive|be here anymore|live|be around|wake up|have been born|live anymore|breathe|survive)',
    '(?:idea|thought|thoughts|dream|dreaming|peace|comfort|appeal|fantasy|dreams|relief) (?:of|about|in) (?:just |simply )?(?:not existing|not being (?:here|alive)|being dead|dying|death|nothingness|never waking up|not waking up|disappearing|being gone|ceasing|nonexistence)',
    'nonexistence',
    `why (?:am|do|did|should|would|have|was|can|is) (?:i|it that i|my life) ${GAP}(?:alive|living|born|live|exist|existing|breathing|still here|wake up|woke up|waking up|survive|survived|not (?:just )?(?:die|dead|end it|kill my ?self|give up|jump)|even here|on this (?:earth|planet)|keep going|bother (?:living|existing|waking|anymore|with life)|even try(?:ing)? to (?:live|stay))`,
    `why (?:bother|keep|continue|even bother|even) (?:with )?(?:living|live|existing|exist|staying alive|waking up|going on|keep living|being alive|breathing|life)`,
    `not ${GAP}(?:deserve|want|wanting|wanna|worthy|meant|fit|supposed|cut out|worth|able|ready|allowed|good enough|think i (?:want|can|should|will|deserve)|see my ?self|care|bother|strong enough|made|plan on|planning on|interested) ${GAP}(?:to )?(?:be )?(?:live(?! (?:in|with|at|there|here|like|near|under|on|without|by|alone|together|off|next|far|close|up|it down|music|tv))|alive|living(?! (?:with|in|at|room|here|there|like))|exist|existing|existence|of life|breathe|breathing|see tomorrow|see another|wake up(?! (?:early|at|so|this early|for))|waking up(?! (?:early|at|so|for))|around (?:much longer|anymore)|here (?:much longer|any longer|anymore))`,
    `(?:the )?only (?:thing|things|reason|reasons|person|one) (?:that |which |i am |i have |why i am |for me being |keeping |stopping |that is |that keeps |holding )${GAP}(?:alive|still here|from (?:dying|doing it|killing|ending|jumping|suicide|going through|kms|kill my ?self|being dead)|not dead|living|breathing|around|me alive|me here|me back|not done it)`,
    'only (?:still )?(?:alive|living|breathing|here) (?:because|for|bc|due|so)',
    '(?:still|barely|even) alive (?:because|only|is|when|and i (?:hate|wish|do not))',
    '(?:do not|does not|cannot|can not) (?:even )?(?:feel|see) (?:like )?(?:living|being alive|existing)(?: anymore)?',
    '(?:feel|feeling|feels|felt) like (?:dying|death(?! warmed)|being dead|i should (?:die|be dead|not exist|not be here|just die|disappear)|i do not (?:deserve|belong|want) (?:to )?(?:live|exist|be alive|be here|on this earth|in this world))',
    '(?:done|finished|over it) (?:with )?(?:being alive|living|existing|this existence|life)',
  ], { person: 'inner', confidence: 0.62, negative: true, unless: new RegExp(`${NOT_OWN_DEATH.source}|flu|fever|covid|hangover|hungover|the gym|workout|sick as|food poison|cramps|cold|migraine`, 'u') }),
  ...rules('en.atom.to-die', 'suicide-wish', 2, [
    '(?:decided|deciding|decide|choosing|choose|chose|chosen|time|ready|want|wants|wanted|need|needed|wish|plan|plans|planning|planned|prepared|supposed|hoping|hope|hoped|intend|better|ok|okay|fine|meant|rather|deserve|way|ways|reason|enough|here|waiting|trying|tried|tempted|destined|content|able|allowed|willing|happy|eager|desperate|like|going)(?: for me)? to (?:just |finally |please |quietly |peacefully |really )?die(?! (?:for|laughing|of|if|down|out|on (?:that|this) hill|in (?:this|the) game|when (?:he|she|they|my)|from|hard|trying|a hero|happy|inside|hair|my (?:hair|roots|shirt)))',
    'not (?:really |even |that )?(?:scared|afraid|frightened|worried|fearful|terrified) (?:of|to|about) (?:death|dying|die)(?: anymore)?',
    '(?:because|that|since|angry|sad|cried|upset|disappointed|why am|am) (?:i am |i |i was )?(?:still alive|still breathing|woke up(?: again| today| this morning)?$|still here and alive)',
    '(?:hope|hoping|wish|pray|praying) (?:that )?i (?:do not|did not|will not|had not|would not|never) (?:survive|make it|live|wake|pull through|recover|come back)',
    '(?:crav(?:e|es|ing)|death (?:is|keeps|was) (?:calling|waiting|whispering|tempting|inviting|beckoning)|death calls|only death (?:can|will|would)|eternal (?:sleep|rest|peace)|sweet release of death|embrace of death|final rest)(?: (?:death|dying|me|for me|my name))?',
    'living (?:just |really |only )?(?:hurts|is (?:too )?(?:painful|hard and i want|exhausting and|agony|torture|unbearable|hell))',
    '(?:before|so|until|till|when|after which) i (?:can |will |finally |could |get to |am going to )?(?:finally )?do it(?= .{0,40}(?:tonight|alone|asleep|goodbye)|$)',
  ], { person: 'act', confidence: 0.62, unless: new RegExp(`${NOT_OWN_DEATH.source}|homework|laundry|dishes|chores|dinner|lunch|shower|cleaning|the project|the report|happily ever`, 'u'), unlessBefore: /(?:scared|afraid|thought (?:that )?i was|think i am|feel like i am|felt like i was|feels like i am|phone|battery|plant|he|she|they|we|it|everyone|people|character|patient) (?:is |was |are |were )?$/u }),
  ...rules('en.atom.alive', 'suicide-wish', 2, [
    '(?:so |completely |totally |just |really )?(?:over|done with|sick of|tired of|fed up with|hate|despise|resent|regret|dread|tortured by|ashamed of|sorry for|guilty (?:for|about)|exhausted (?:by|from)|bored of|allergic to) (?:the fact (?:that )?|the thought of |the idea of )?(?:being|i am|still being|me being|staying|having to be|having to stay) (?:still )?alive',
    '(?:look|looking|looked) forward to (?:dying|death|my death|being dead|the day i die|not being here|the end of my life)',
    '(?:welcome|embrace|crave|craving|want|await|need|prefer|choose|choosing|chose|invite|long for|beg for|fantasize about|dream of|dreaming of|obsess over|romanticize|pray for|wishing for|wish for|wait for|waiting for|hoping for|hope for|ready for|seek|seeking) (?:my |my own )?(?:death|dying|the end of my life|oblivion|eternal (?:rest|sleep)|the sweet release)',
    '(?:it|everything|this|things|my problems|the pain) (?:would|will|could|can) (?:all )?(?:be )?(?:solved|fixed|over|undone|end|better|stop|go away) (?:by|with|if i|when i|once i|after i) (?:dying|my death|die|died|am dead|was dead|were dead|am gone|was gone|death)',
    '(?:by|through|in|with|except|besides|without|instead of|than|prefer|like|about) (?:just )?dying(?! (?:of|to|for|out|down|laughing|inside|my hair))',
    'my (?:own )?(?:death|funeral|suicide) (?:would|will|is|might|could|feels|seems|sounds|so|and how|date|day|wish)',
    'point of (?:me|my|being|living|existing|existence|staying|waking|trying|continuing|going on|any of it if|life|breathing)(?: being| staying| still| even)?(?: here| alive| around| life)?',
    '(?:do not|never|did not) ${GAP}belong (?:in|on|to) (?:this|the) (?:world|earth|planet|life)',
    '(?:not|never|do not|will not|did not) ${GAP}(?:make it|live|last|get|survive|be alive|be around|be here) (?:to|past|until|till|beyond|for|by) (?:my )?(?:[0-9]{2}|eighteen|nineteen|twenty|thirty|forty|adulthood|graduation|next (?:year|month|week|summer)|christmas|birthday|see [0-9]{2})',
    '(?:what if|should|maybe|could|if|wish|thought|thinking|thinking about|suppose|imagine) (?:i )?(?:could |can |should )?(?:just )?(?:ended|ending|end) it(?: all)?(?! with)',
    '(?:drink|drinking|starve|starving|bleed|walk|walking|swim|swimming|run|smoke|use|take pills|inject|shoot up|not eat|cut) ${GAP}(?:until|till|til) i (?:die|am dead|pass away|bleed out|do not wake|never wake|drop dead|stop breathing|can not wake|fade)',
  ].map((pattern) => pattern.replaceAll('${GAP}', GAP)), { person: 'act', confidence: 0.64, unless: new RegExp(`${NOT_OWN_DEATH.source}|glad|grateful|happy to be|lucky|thankful|amazing|love being|great to be|feels good|(?:my|the|her|his) (?:dad|mom|father|mother|dog|cat|grandma|grandpa|husband|wife|brother|sister|friend|patient|patients|plant|plants|fish) (?:is|are|was|were) dying|movie|novel|wedding`, 'u') }),
  ...rules('en.atom.leave-world', 'farewell', 3, [
    '(?:leave|leaving|left|exit|exiting|depart|departing|quit|quitting|escape|escaping|out of) (?:this|the) (?:world|life|earth|planet|realm|existence)',
    '(?:be|am) (?:already )?(?:gone|dead) (?:by|before|in the morning|tomorrow|tonight|soon)',
    '(?:do not|please do not|never|no point) (?:try to )?(?:look for|find|search for|come after|follow|stop|save|wait for) me',
  ], { person: 'act', confidence: 0.68, unless: new RegExp(`${TRIP.source}|cheerful|the world of|escape the world|book|game|hide and seek|(?:he|she|they|who|dad|mom|grandma|grandpa|uncle|friend|husband|wife) (?:has |have |had )?(?:left|leave|leaves)|left this (?:world|earth|life) (?:last|in|when|too|so|and i miss|at)|space|mars|rocket`, 'u') }),
  ...rules('en.atom.blade', 'self-harm', 2, ['(?:razor ?blades?|razors|blades?|box cutter|exacto knife|x acto knife|scalpel|pencil sharpener blade|safety pins?)'], {
    person: 'act',
    confidence: 0.6,
    within: /(?:hid|hidden|hide|hiding|feel the|miss the|need the|want the|my (?:arm|arms|wrist|wrists|thigh|thighs|skin|leg|legs)|phone case|pillow|mattress|drawer|bathroom|urge|relapse|relapsed|cut|cutting|bleed|calm|again|tempted|secret|stash|keep)/u,
    unless: /(?:shav[a-z]*|skate|skates|skating|ice|fan|grass|sword|roller|helicopter|lawn|saw|mower|shoulder|wiper|kitchen|cook[a-z]*|blender|cardboard|boxes|craft|crafts|sew[a-z]*|razor sharp|surgeon|diaper)/u,
  }),
  ...rules('en.atom.go', 'farewell', 2, ['(?:it is|it s|the) (?:almost |finally |about )?time (?:for me )?to (?:go|leave|say goodbye|let go|end it|rest)', 'remember me (?:kindly|fondly|as|when|with|for|well|happy|smiling)', 'my time (?:has come|is up|here is|on earth)', 'i will (?:always |forever )?(?:be )?(?:watching over|look(?:ing)? down|be watching) (?:you|from)'], {
    person: 'fixed',
    confidence: 0.6,
    within: /(?:remember me|kindly|forgive|sorry|goodbye|for good|love you|pain|at peace|peace|tired|no more|end|gone|burden|thank you|heaven|from above|over you)/u,
    unless: new RegExp(`${TRIP.source}|home|bed|school|class|gym|shower|movie|party|concert|time to go to|catch the|the bus|train leaves|work`, 'u'),
  }),
  ...rules('en.atom.on-myself', 'suicide-means', 3, [
    '(?:use|using|used|turn|turning|turned|point|pointing|pulled?|put|try|trying|do|doing|done) (?:it|them|that|this|the [a-z]+|a [a-z]+|my [a-z]+|[a-z]+ s [a-z]+) (?:on|to|at|against) my ?self',
    '(?:tall|high|deep|strong|sharp|fast|much|many|long) enough to (?:jump|die|kill|hang|drown|end|overdose|fall|cut|od|not wake|never wake|do it)(?: from| off| my ?self| me| it)?(?! (?:up and down|rope|over the|for joy))',
    'how (?:i will|i would|i am going to|i want to|to|i could|i plan to) (?:die|do it|end it|go out|kill|end my)',
  ], { person: 'inner', confidence: 0.66, unless: /(?:makeup|mask|lotion|shampoo|dye|haircut|massage|spell|trick|experiment|recipe|laugh[a-z]*|work|project|homework|repair[a-z]*|fix[a-z]*|recording|filter|camera|pressure|blame|hose|perfume|jump (?:in|into) the (?:pool|lake))/u }),
  ...rules('en.atom.suicidal', 'suicide-wish', 2, ['(?:wanna|want to|going to|will|might|should|could|about to|ready to|let us|time to|gonna) (?:just )?(?:kms|rope|ctb|neck my ?self|sewerslide|yeet my ?self|self delete|self destruct permanently|an hero|become an hero|alt f4 (?:my )?life|log out of life|uninstall life|rage quit life|quit life)'], { person: 'inner', confidence: 0.8 }),
];
