import { rules, type Rule } from '../rule.js';
import { ELSEWHERE } from './families.js';

const wide = { wide: true, person: 'victim', confidence: 0.68 } as const;
const but = (...more: readonly RegExp[]): RegExp => new RegExp([ELSEWHERE, ...more].map(({ source }) => source).join('|'), 'u');

const DOER = '(?:he|she|they|(?:my|her|the|our) (?:[a-z]+ ){0,2}?(?:dad|father|mom|mum|mother|stepdad|stepfather|stepmom|stepmother|uncle|aunt|brother|sister|cousin|grandpa|grandfather|grandma|husband|wife|boyfriend|girlfriend|partner|ex|son|daughter|carer|caregiver|carers|nurse|coach|teacher|tutor|pastor|priest|boss|manager|landlord|roommate|employer|fianc(?:e|ee)|daughter in law|son in law|foster (?:dad|mom|mum|parents?|brother)|boys|girls|kids|guys|seniors|bf|gf)|dad|mom|mum|stepdad|grandpa|coach|daddy|mommy|mummy)';
const GAP = '(?:(?!(?:never|not|no|would|could|nearly|almost)(?![a-z]))[a-z]+ ){0,3}?';

const NEAR: readonly (readonly [start: string, within: RegExp])[] = [
  ['(?:black eyes?|bruises?', /(?:he|she|my (?:husband|wife|boyfriend|girlfriend|dad|mum|mom|partner|stepdad|brother|son|carer)|again|every (?:week|weekend|payday)|explain|walked into|tell (?:them|people|work|school)|said i|hide|makeup|clumsy|fell down)/u],
  ['(?:our|a|it s a', /(?:touch(?:es|ed)?|trouble|game|uncle|grandpa|coach|teacher|stepdad|cousin|tutor|pastor|babysitter|not tell|never tell|no ?one can know|clothes|pants|bed|special|hurt (?:me|my))/u],
  ['(?:hiding|hid', /(?:he|she|dad|mum|mom|husband|boyfriend|stepdad|partner|they|drunk|screaming|shouting|kick(?:ing|ed)|bang(?:ing)|knife|angry|outside the door|break|calm|scared|again)/u],
  ['(?:walk(?:ing)? on', /(?:fists?|hit|hits|beat|drunk|drinking|hurt|rage|smash|night we|what mood|temper|bruise|scared|throw|punish|belt|mood)/u],
  ['(?:sleeping|slept', /(?:he|she|husband|boyfriend|dad|ex|kill|hit|hurt|beat|threat[a-z]*|if we go back|scared|afraid|not safe|find us|drunk)/u],
  ['(?:turns?|keeps?', /(?:kill|hurt|ground|threat[a-z]*|scared|afraid|terrified|stalk[a-z]*|restraining|police|knife|gun|following me|will not leave me alone|every day|pay for|ruin|burn)/u],
  ['(?:afraid|scared', /(?:hit|hits|hitting|beat|beats|drunk|drinks|drinking|angry|temper|belt|hurt|hurts|phone|fists?|again|yell(?:s|ing)?|knife|gun|throws?|punish|tonight|stepdad|when he|when she|him|husband|boyfriend|what he|touch(?:es)?|alone with|comes in|kill)/u],
  ['(?:kicking|kicked', /(?:locked|hiding|hid|he|she|husband|boyfriend|dad|ex|kids?|baby|bathroom|scared|drunk|screaming)/u],
  ['what (?:he|she|they)', /(?:believe|tell|secret|office|room|ashamed|scared|church|school|night|alone|no ?one|stop|hurts?|touch|police|shower|bed)/u],
  ['(?:not allowed|forbidden', /(?:passport|husband|boyfriend|he|she|they|employer|hurt|locked|without (?:him|her)|agency|debt|kept|hits?|mother in law)/u],
  ['(?:kill|bury', /(?:he|she|they|my (?:husband|ex|dad|boyfriend|brother|partner|son|stepdad|uncle)|dad|said|says|going back)/u],
  ['(?:deserve|deserved', /(?:hit|hits|beat|beats|slap|slaps|punch|hurts?)/u],
];

export const ENGLISH_INDIRECT_ABUSE: readonly Rule[] = [
  ...rules('en.near.violence', 'abuse', 3, [
    `${DOER} ${GAP}(?:hits?|hit|beats?|beat|punch(?:es|ed)?|kick(?:s|ed)?|slap(?:s|ped)?|chok(?:es|ed)|strangl(?:es|ed)|burn(?:s|ed|t)|shov(?:es|ed)|drag(?:s|ged)|pinch(?:es|ed)?|whip(?:s|ped)?|smack(?:s|ed)?|belt(?:s|ed)|throws|threw|knocks?|knocked|grab(?:s|bed)|bit|bites|pushes|pushed|spits?|headbutts?|pins|pinned|holds|held|ties|tied|stamps?|twist(?:s|ed)|starves?|rapes?|raped|touch(?:es|ed)|gropes?|groped|locks?|locked|batters?) (?:me|us|my (?:arm|arms|neck|throat|hair|face|head|wrist|kids|mum|mom|little|baby|sister|brother|leg|fingers|pants|chest|body))(?! (?:up (?:on|with|at|for)|to (?:it|the)|at |by |in the (?:race|quiz|final)|a (?:quick|message|text|line)|[0-9]))`,
    `${DOER} ${GAP}(?:beats?|kicks?|knocks?|smacks?|punches) (?:the )?(?:crap|shit|hell|living daylights|life|stuffing) ?(?:out of|outta)`,
    `${DOER} ${GAP}(?:took|takes|used|uses|comes? at me|came at me|goes for me|went for me|raises|raised) (?:[a-z]+ )?(?:with )?(?:a |the |his |her )?(?:belt|fists?|stick|cane|hanger|cord|wire|slipper|shoe|bat|hand|hands|iron|knife|pan|golf club|ruler|paddle|hose)`,
    `${DOER} ${GAP}throws? (?:things|stuff|plates|objects|dishes|furniture|bottles|cups|whatever) (?:at|around)`,
    `(?:kicking|kicked|punching|punched|breaking|banging|smashing|pounding|hammering|trying to break) (?:on |at |in |down |through )?(?:the|my|our) (?:bedroom |bathroom |front )?door`,
    `${DOER} ${GAP}(?:said|says|keeps saying|threatens?|threatened|swears|swore|told me|texts?|texted|saying|promised|vows) (?:that |to |it )?(?:he will |she will |they will |he would |she would |he is going to |she is going to |to )?(?:${GAP})(?:(?:kill|hurt|bury|shoot|stab|burn|drown|end|find) (?:me|us|my)|put (?:me|us) in (?:the|a) (?:ground|grave|hospital|box|wheelchair)|make me disappear|break my (?:legs|neck|arms)|slit my|throw acid|cut my)`,
    `(?:kill|bury|shoot|stab|drown|strangle|burn) (?:me|us) (?:if|when|in my sleep|and|one day|next time|before|with|for)(?! (?:you|i (?:am|was) late))`,
    `${DOER} ${GAP}(?:comes?|came|sneaks?|gets?|got|climbs?|climbed|crawls?|slides?|walks?) (?:in|into|in to) (?:my|to my) (?:room|bed|bedroom|shower)`,
    `${DOER} ${GAP}(?:put|puts|putting|stick|sticks|slides?|slid|slips?|rubs?|keeps? putting|keeps? his|had) (?:his|her|their) (?:hands?|fingers?|thing|mouth|arm) (?:in|on|up|down|under|between|inside|over) my`,
    `${DOER} ${GAP}(?:makes?|made|forces?|forced|asks?|asked|wants?|tells?|told|pays?|gets?) me (?:to )?(?:${GAP})(?:touch|undress|strip|take (?:my|off)|watch (?:porn|him|videos)|send (?:pics|pictures|photos|nudes|videos)|kiss|sit on his lap|sleep (?:with|next to|in his)|do (?:things|stuff|it|sexual|more)|lie down|keep (?:it )?(?:a |our )?secrets?|pull down|swallow|kneel|eat off)`,
    '(?:our|a|it s a|it is a|the|little|special) (?:little |special )?secret(?:s)?(?: game| time| place)?',
    `(?:going to|will|threaten(?:s|ed|ing)? to|said (?:he|she|they) (?:will|would)) (?:send|post|leak|share|show|upload|publish|spread|release) (?:my|the|our|those|these|all) ?(?:my )?(?:nudes?|pics|pictures|photos|videos?|screenshots)`,
    '(?:sextort[a-z]*|blackmail[a-z]*)(?: me| with)?',
    '(?:not allowed|forbidden|not permitted) to (?:leave|go (?:out|outside|anywhere|home)|see (?:my|any)|talk to|have (?:a phone|money|friends)|work|use (?:the|my) phone|call|eat|sleep)',
    `(?:(?:have|need|had) to ask (?:him|her|them|my [a-z]+)|ask(?:ing)? (?:his|her) permission|(?:he|she) decides|(?:he|she) checks) (?:${GAP})(?:permission|before i|to (?:leave|go|speak|talk|spend|eat|call)|my (?:phone|mileage|texts|receipts|messages|pockets|bank)|who i|when i|if i|whether i)`,
    `${DOER} ${GAP}(?:checks?|goes through|took|takes|tracks?|monitors?|reads|controls?|smashed|confiscated|broke|hides?|keeps?|has|holds) (?:all )?my (?:phone|messages|location|texts|passport|id|papers|documents|money|wages|pension|bank card|card|keys|car keys|medication|pay|salary|benefits|visa|glasses)`,
    '(?:hiding|hid|hide|locked|lock|locking|barricaded) (?:my ?self )?(?:in|inside) (?:the|a|my) (?:bathroom|closet|wardrobe|bedroom|cupboard|toilet|basement|attic|garage|shed|car|room|laundry room)',
    '(?:afraid|scared|terrified|frightened|too scared|dread|dreading|not safe|unsafe|do not feel safe) (?:to (?:go|be|come|return|sleep|speak|say no|leave)|of (?:going|coming|being|my (?:dad|mum|mom|husband|boyfriend|stepdad|father|brother|partner|wife|son|ex)|him|her|what he|what she)|when (?:he|she|dad|mum|mom|my)|going|in my own|at) (?:[a-z]+ )?(?:home|house|back|him|her|bed|comes?|gets?|drinks?|is|does|no|alone with)?',
    '(?:explain|explaining|excuses? for|explanations? for|cover(?:ing)? up|concealer on|makeup (?:on|over)|hide|hiding|stories (?:for|about)|lie about|lying about) (?:the|my|away|these|another) (?:[a-z]+ )?(?:black eyes?|bruis(?:e|es|ing)|marks he|split lip|swelling|fat lip|broken [a-z]+|shiner)',
    '(?:black eyes?|bruises?|split lip|broken (?:rib|ribs|wrist|nose|arm|jaw|finger|tooth)|marks on my neck|bald patch)',
    '(?:walk(?:ing)? on eggshells|flinch(?:ing)? (?:when|every|if|at)|hold my breath when|listen for (?:his|her|the) (?:key|keys|car|footsteps|steps))',
    `(?:said|say|says|saying|told (?:him|her|them)) (?:no|stop|to stop|i did not want)(?: [a-z]+){0,6} (?:anyway|did not stop|does not stop|kept going|carries on|does it|did it|would not stop|forced|held me|pinned|ignored|regardless)`,
    '(?:forced|forces|forcing|pressured|coerced) (?:me|myself)? ?(?:to |into )(?:have )?(?:sex|sleep with|bed|it|intercourse|anal|oral|do things|marriage|marry)',
    `(?:deserve|deserved|asked for|my fault) (?:it|that|the (?:hitting|beating|slap))(?: [a-z]+){0,4} (?:he|she|hit|hits|hitting|beat|when)`,
    `${DOER} ${GAP}(?:will not|does not|do not|did not|refuses? to|never) (?:let|lets|feed|give) (?:me|us) (?:${GAP})(?:eat|leave|sleep|out|see (?:my|a|anyone)|food|have (?:food|any)|go (?:out|home|to (?:the doctor|work|school|hospital))|use|any food|my (?:medicine|medication|phone|passport)|dinner)`,
    'what (?:he|she|they) (?:makes?|made|does|did|do) (?:me do|to me)',
    `(?:sleeping|slept|sleep|living|staying) in (?:my|the|our) (?:car|van|shed|garage)`,
    `(?:turns?|keeps? turning|shows?|keeps? showing|waits?|waiting|parks?|parked|sits?|follow(?:s|ed|ing)) (?:up )?(?:outside|at|by|near|me) ?(?:my|the)? ?(?:home|house|work|nursery|school|flat|door|gym|everywhere|job)?`,
  ], {
    ...wide,
    within: /(?:me|my|us|i|our)/u,
    unless: but(/(?:stayed up|grounded|homework|my grades|too late|screen time|at dinner|in class|pirates|if (?:she|he) knew|when (?:she|he) (?:sees|finds out|hears)|bruise easily|teas(?:e|ed|ing)|play ?fight|wrestl[a-z]*|tickl[a-z]*|snow ?balls?|pillow fight|spar(?:ring)?|boxing|karate|judo|mma|football|rugby|hockey|basketball|tennis|chess|poker|cards|mario|fifa|race|never (?:laid|hit|touched|raised|hurt)|does not hit|do not hit|not (?:hit|violent|abusive)|high five|hugs?|compliment[a-z]*|bouquet|surprise (?:party|gift|me)|my hair (?:color|colour|appointment|done)|hair ?dresser|photographer|massage|physio|dentist|doctor|surgeon|nurse (?:took|gave)|vaccin[a-z]*|birthday|christmas present|santa|recipe|secret (?:ingredient|sauce|santa|menu|recipe|garden|service|to)|toddler|puppy|kitten|the baby (?:hit|kick)|baby kick[a-z]*|kicks? (?:in my belly|inside)|my (?:one|two|three|four|five) year old|my toddler|stubbed|tripped|fell (?:over|off|down)|ski(?:ing)?|bike|skateboard|moshpit|concert|gym|horse|cow|goose|the cat|my cat|our dog|the dog|shark|wasp|bee|mosquito|by accident|accidentally|road trip|camping|van life|festival|fine for (?:her|his) age|left (?:him|her) (?:years|and)|divorced|free now|in prison|moved out|finally left|that was (?:years|long)|spiders?|dark|flying|heights|needles|clowns|exam|interview|presentation|failing|failure|dying alone|rejection|big (?:dog|wave)|the surgery|dolls?|sleepwalk[a-z]*)/u),
  }).map((rule) => narrowed(rule)),
];

/** What is also said of hide-and-seek, dread and secrets of other kinds: a second word of violence has to stand near. */
function narrowed(rule: Rule): Rule {
  const found = NEAR.find(([start]) => rule.pattern.startsWith(start));
  return found === undefined ? rule : { ...rule, within: found[1] };
}
