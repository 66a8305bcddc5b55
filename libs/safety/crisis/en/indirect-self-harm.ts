import { rules, type Rule } from '../rule.js';
import { ELSEWHERE } from './families.js';

const wide = { wide: true, person: 'act', confidence: 0.66 } as const;
const but = (...more: readonly RegExp[]): RegExp => new RegExp([ELSEWHERE, ...more].map(({ source }) => source).join('|'), 'u');

const LIMB = '(?:arms?|wrists?|thighs?|legs?|skin|stomach|body|hands?|forearms?|ankles?|hips?|face|chest|calf|calves|fingers?|fingertips|knuckles|scalp|shins?|belly|ribs|shoulders?|nails|palms?|tummy|upper arms?|inner (?:thighs?|arms?))';
const ACCIDENT =
  /(?:shav(?:e|ing|ed)|cook(?:ed|ing)?|kitchen|baking|oven|stove|grill|by accident|accident|accidentally|gym|workout|football|soccer|basketball|skateboard|skat(?:e|ing)|hik(?:e|ing)|garden(?:ing)?|cactus|bramble[a-z]*|roses?|knit(?:ting)?|sew(?:ing)?|crochet|quilt[a-z]*|eczema|rash|psoriasis|surgery|c section|acne|operation|chickenpox|mosquito[a-z]*|midges|bites? from|allerg[a-z]*|tattoo (?:artist|removal)|henna|sunburn|tann(?:ed|ing)|stretch marks|cellulite|shower gel|lotion|vaccin[a-z]*|flu jab|blood (?:test|donation)|donat(?:e|ed|ing)|glucose|diabet[a-z]*|acupunctur[a-z]*|carpal|wax(?:ed|ing)|years free|years clean|free of|months clean and|proud|(?:guitar|bass|violin) strings|calluses|climbing|pottery|clay|kiln|hot glue|cardboard|lego|diy|splinter|paper cut|potato|onion|tomatoes|bread|bagel|avocado|pilates|yoga|the vet|kitten|puppy|falling off|fell off my bike|toy)/u;

export const ENGLISH_INDIRECT_SELF_HARM: readonly Rule[] = [
  ...rules('en.near.sh', 'self-harm', 2, ['sh (?:urges?|relapse[sd]?|clean|again|scars|free streak|thoughts|kit|tools?|so bad|tonight|is|has|for|since|helps|as)', '(?:urges?|urge to|want to|thinking of|did|do|about|relapsed (?:on|with|in|into)|doing|back (?:on|to|into)|started|my|with|struggling with|from|of|need to|going to) sh(?! it| t)', '(?:scissors|blade|razor|razors|knife|lighter|glass|needle|compass|sharpener|box cutter|drawer|pins) (?:is |are |was |were |keeps? |kept )?(?:just |still |really )?(?:calling|screaming|whispering|tempting|looking at|waiting|there|in reach|under my)(?! (?:for you|on the counter))', '(?:blade|razor|scissors|knife|lighter|glass|needles?|compass|sharpener|box cutter) (?:i (?:keep|hide|hid|kept|stole|took)|hidden|in my (?:phone case|pencil case|pocket|bra|sock|shoe|makeup bag|drawer|pillow ?case|locker|sleeve))'], {
    ...wide,
    within: /(?:urges?|urge|clean|relapse[a-z]*|again|tonight|struggling|resist|scars|days|weeks|bad|calling|case i need|bathroom|toilet|toilets|hide|hid|hidden|secret|cut|cuts|skin|arm|arms|wrist|thigh|calm|stop|nobody knows|mom|mum|just there|razor|need|since|thoughts)/u,
    unless: but(ACCIDENT, /(?:tomatoes|craft|scrapbook|hair|hairdresser|barber|sewing|wrapping|beard)/u),
  }),
  ...rules('en.near.relapse', 'self-harm', 2, ['(?:relapsed|relapse|relapsing|slipped(?: up)?|broke my streak|lost my streak|back to day (?:zero|one|0|1)|gave in|caved)', '(?:days?|weeks?|months?|years?) (?:clean|free)(?! and| of)'], {
    ...wide,
    within: /(?:razor|blade|cut|cutting|cuts|skin|thigh|arm|arms|wrist|scissors|bleed|bleeding|blood|harm|marks?|lighter|burn|hurt myself|hurting myself|sh|scratch(?:ed|ing)?|lines|scars|bathroom floor)/u,
    unless: but(ACCIDENT, /(?:alcohol|drink(?:ing)?|drank|sober|smok(?:e|ed|ing)|weed|gambl[a-z]*|porn|sugar|nail biting|binge|years)/u),
  }),
  ...rules('en.near.hidden-marks', 'self-harm', 2, [`(?:bracelets?|sleeves?|hoodies?|hoodie|bandages?|band aids?|plasters?|gauze|wristbands?|long sleeves|jumpers?|tights|makeup|concealer|cardigan|watch|arm warmers|scrunchies|sweatbands?|leggings|jeans|trousers)`], {
    ...wide,
    within: [/(?:hide|hiding|hides|hid|cover|covers|covering|cover up|so no ?one|so nobody|not see|not (?:to )?notice|find out|asks?|see(?:s|ing)? (?:my|the|what)|in this heat|even in (?:summer|july|june|august)|all summer|heat ?wave|see what i)/u, /(?:the (?:lines|marks|cuts|scars|damage|state of|rows)|my (?:arms?|wrists?|thighs?|legs?|scars|cuts|marks|lines)|fresh ones|new ones|what i (?:do|did)|what is (?:under|underneath)|lines|cuts|scars|damage)/u],
    unless: but(ACCIDENT, /(?:tattoos?|hairy|birth ?mark|freckles|veins|interview|job|dress code|he (?:did|does|gave|hit)|she (?:did|gave|hit)|grab(?:bed|s)|bruises? (?:he|she|from)|weight|fat|pale|tan|spots|mole|laugh lines|fine lines|wrinkles)/u),
  }),
  ...rules('en.near.marks', 'self-harm', 2, [
    `(?:one|another|one more|a|every|each|new|fresh|more|rows? of|tally|little|red|thin) (?:[a-z]+ )?(?:marks?|lines?|cuts?|burns?|tall(?:y|ies)|scratches|stripes|ladder|barcode|slices|scars) (?:[a-z]+ ){0,3}?(?:on|across|down|up|along|into|for) (?:my|each|every) (?:own |left |right |inner |upper )?(?:${LIMB}|mistake|time|failure|bad grade|calorie|lie)`,
    `(?:carve|carved|carving|put|wrote|writing|scratched|etch(?:ed|ing)?|cut|burn(?:ed|t)?|engrav(?:e|ed|ing)) (?:[a-z]+ ){0,5}?(?:in|into|on|onto) my (?:own )?(?:left |right |inner |upper )?${LIMB}(?: with)?`,
    `(?:stick|sticking|stuck|push|pushing|pushed|jab|jabbing|jabbed|dig|digging|dug|press|pressing|pressed|poke|poking|drive|driving|prick|pricking) (?:[a-z]+ ){0,5}?(?:pins?|needles?|thumb ?tacks?|tacks?|staples?|nails?|fingernails|pencils?|pens?|compass|tweezers|keys?|paper ?clips?|glass) (?:[a-z]+ ){0,3}?(?:in|into|under|through|against) (?:my )?(?:own )?(?:[a-z]+ )?${LIMB}?`,
    `(?:hold|holding|held|put|putting|keep|keeping|kept|press|pressing|pressed|run|running|stub(?:bed|bing)? out) (?:[a-z]+ ){0,3}?my (?:own )?(?:left |right |bare )?${LIMB} (?:[a-z]+ ){0,2}?(?:under|on|over|against|to|in|above|into) (?:a |an |the |my )?(?:[a-z]+ )?(?:scald(?:ing)? [a-z]+|boiling [a-z]+|hot (?:water|tap|iron|pan|stove|plate|radiator)|flame|candle|lighter|stove|iron|hob|heater|radiator|ice|kettle|burner|scalding tap)`,
    `(?:scratch|scratching|pick|picking|pull|pulling|rip|ripping|tear|tearing|dig|digging|peel|peeling|scrub|scrubbing|rub|rubbing|chew|chewing|bite|biting) (?:[a-z]+ ){0,5}?(?:till|until|til|so hard) (?:[a-z]+ ){0,3}?(?:bleed(?:s|ing)?|blood|raw|bruis(?:e|es|ed)|stop|numb|hurts|it opens)`,
    `(?:open|opening|reopen|reopening|pick(?:ing)? at|picked at|pull(?:ing)? out|rip(?:ping)? (?:out|open)) (?:them|it|my|the|old|those) ?(?:stitches|scabs?|wounds?|cuts?|scars?|again)?`,
    `(?:slap|slapping|slapped|punch|punching|punched|hit|hitting|pinch|pinching|bite|biting|thump|thumping|choke|choking|whip|belt|beat|starve|punish|punishing|hurt|hurting|burn|burning) (?:my (?:own )?(?:${LIMB}|head|neck|throat)|my ?self(?! up))(?: [a-z]+){0,3} (?:for|until|because|when|whenever|every|to (?:calm|feel|stop|punish)|so|as (?:a )?punishment|instead|over)`,
    '(?:see|seeing|watch|watching|saw) (?:the|my own|my|some|it|red|a bit of) ?(?:blood|bleed|red|bleeding|drip)(?: [a-z]+){0,3} (?:makes?|calms?|helps?|feel|real|relax(?:es)?|reliev(?:es|ed)|relief|quiet|proof|settles?)',
    '(?:deeper|worse|harder) than (?:usual|last time|before|i meant|normal|i planned|the others)',
    '(?:pain|hurt|ache) (?:i|that i) (?:pick|choose|chose|make|control|give|cause|can control)',
    '(?:make|making|cause|choose|give my ?self|need|needed|control) (?:my own|physical|real|a different|some other|the outside|bodily) (?:pain|hurt)',
    '(?:cut|cuts|cutting|burn|burns|burning|hurt|hurts|hurting|harm|harming|bleed|bleeding|scratch|scratching|slice|slicing) (?:my ?self )?(?:to (?:feel|cope|calm|stop|release|punish|survive|breathe|get through)|helps me|is the only|calms me|quiets|instead of (?:cry|scream|talk|eat)[a-z]*|again$|in (?:secret|the (?:shower|bath|bathroom|toilet|toilets|stall)))',
    '(?:punish|punishing|discipline|penance for|making) (?:my (?:own )?body|myself)',
    `(?:my )?(?:${LIMB}) (?:are|is|look|looks|were) (?:[a-z]+ ){0,2}?(?:covered|a mess|shredded|full of|in ribbons|striped|stinging|sliced|raw|a map|a battlefield|a canvas|torn up|cut up|messed up)`,
    '(?:wearing|wear|in) (?:shorts|short sleeves|a swimsuit|a bikini|swimwear|t shirts|a tank top)(?: [a-z]+){0,3} (?:because|since|they|she|he|people|everyone|mum|mom|without|due)',
  ], {
    ...wide,
    within: /(?:my|myself|me|i)/u,
    unless: but(ACCIDENT, /(?:he|she|they) (?:makes?|made|forc(?:es|ed)|put|puts|burn(?:ed|t|s)|cut|carv(?:ed|es)|h(?:eld|olds)) (?:me|my|his|her|it)|nail polish|nails done|manicure|makeup|marker|eyeliner|glitter|lipstick|sunscreen|phone number|answers? on|reminder|cheat|sanitizer|temporary|ballpoint|mud|dye|ice pack|frozen peas|sprain(?:ed)?|physio|bruised? rib/u),
  }).filter((rule) => rule.pattern !== '').map((rule) => narrowed(rule)),
  ...rules('en.near.excuse', 'self-harm', 2, ['(?:told|tell|telling|said|say|lied|lie|blamed|blame|blaming|pretend|pretended|claimed)(?: [a-z]+){0,5} (?:the cat|my cat|our cat|cat scratch(?:es)?|a cat|the dog|fell (?:on|in|into|off)|gravel|a fence|brambles?|thorns?|rose ?bush|the oven|a door|the iron|hockey|netball)'], {
    ...wide,
    within: /(?:it was not|was not the|not (?:really )?the cat|saw my (?:wrist|arm|arms|thigh|legs?|cuts|marks|scars)|my (?:wrist|wrists|arm|arms|thigh|cuts|marks|scars|lines|scratches)|asked about|noticed|lie|lied|truth is)/u,
    unless: but(/(?:homework|broke the vase|broken vase|cake|sofa|crumbs|he did|she did|he hit|husband|boyfriend|he pushed|dad|sofa|curtains?|vase|mouse|sausages)/u),
  }),
];

/** Some shapes are also said of scabs, swimwear and comparisons: they need a word of cutting, bleeding or hiding near them. */
function narrowed(rule: Rule): Rule {
  if (rule.pattern.startsWith('(?:open|')) return { ...rule, within: [/(?:stitches|scabs?|wounds?|cuts?|scars?)/u, /(?:thinking about|want|again|before|healed|heal|urge|bleed|keep|on purpose|can not stop|so it|let it)/u] };
  if (rule.pattern.startsWith('(?:deeper|')) return { ...rule, within: /(?:did it|cut|cuts|bleed|bleeding|blood|blade|razor|skin|arm|wrist|thigh|scar|stitches)/u };
  if (rule.pattern.startsWith('(?:wearing|')) return { ...rule, within: /(?:cuts|scars|marks|lines|covered|what i (?:do|did)|would see|notice|thighs|arms|find out)/u };
  if (rule.pattern.startsWith('(?:my )?(?:(?:arms')) return { ...rule, within: /(?:cuts?|scars?|lines|blade|marks|shorts|sleeves|bleed|blood|hide|pe|gym class|again|razor|ribbons|stripes)/u };
  return rule;
}
