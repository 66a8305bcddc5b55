import { rules, type Rule } from '../rule.js';
import { ELSEWHERE } from './families.js';

const wide = { wide: true, person: 'act', confidence: 0.68 } as const;
const but = (...more: readonly RegExp[]): RegExp => new RegExp([ELSEWHERE, ...more].map(({ source }) => source).join('|'), 'u');

const WHO = '(?:him|her|them|(?:my|the|that|this|his|her|our) (?:[a-z]+ ){0,2}?(?:ex|boss|supervisor|manager|husband|wife|boyfriend|girlfriend|brother|sister|mother|mom|mum|dad|father|stepdad|stepmom|baby|kids?|neighbou?rs?|teacher|landlord|coworkers?|colleagues?|guy|man|woman|girl|boy|bitch|bastard|family|partner|roommate|people|son|daughter|grandmother|nan|toddler|children|prick|dealer|cop|judge)|everyone|everybody|someone|somebody|all of them|every one of them|a few of them|some of them|as many as|those (?:kids|people|guys|boys|girls))';
const JOKE = /(?:lol|haha|hugs?|kindness|laugh[a-z]*|quiz|chess|tennis|poker|debate|beat them at|trivia|race|mario|monopoly|pranks?|surprise|tickl[a-z]*|interview|deal|contract|promotion|sue|court case for|lawyer|solicitor|report(?:ed|ing)? (?:him|her|them)|hr|police|wedding|nappy|diaper|bottle feed|lullaby|mosquito[a-z]*|slugs?|rats?|mice|wasps?|ants|weeds|aphids|greenfly|sugar|milk|honey|lemon|two sugars|recipe|cookies|marshmallows|campfire|bonfire|fireplace|candles?|stove|log burner|leaves|roast|steak)/u;

export const ENGLISH_INDIRECT_HARM: readonly Rule[] = [
  ...rules('en.near.weapon', 'harm-to-others', 3, ['(?:knife|knives|blade|machete|hammer|bat|axe|hatchet|crowbar|gun|guns|rifle|shotgun|pistol|petrol|gasoline|lighter fluid|acid|poison|antifreeze|rat poison|pillow|matches|crossbow|tyre iron|tire iron|bricks?)'], {
    ...wide,
    within: [
      new RegExp(`(?:${WHO}|school|office|church|crib|cot|list|mosque|classroom|ex s|boss s)`, 'u'),
      /(?:in my (?:bag|car|pocket|locker|boot|trunk|coat|jacket)|bring(?:ing)?|brought|took|waiting|waited|outside (?:his|her|their|my ex)|sat outside|stood (?:over|outside)|stand(?:ing)? over|follow(?:ed|ing)?|deserve (?:it|this|to)|get(?:ting)? it in|next time i see|when (?:he|she|they) (?:comes?|gets?|sleeps?|is asleep|walks?|opens)|tonight|tomorrow|tmrw|on monday|i swear|i mean (?:it|that)|make (?:him|her|them) (?:pay|bleed|sorry|beg)|terrified of what|what i (?:will|might|would) do|use it|put it (?:over|on)|over (?:his|her|the|its) face|moved the|picked up|held (?:it|the))/u,
    ],
    unless: but(JOKE, /(?:he (?:has|had|keeps|held|put|came|waves?|waved|pulled|threatens?|threatened|brought)|she (?:has|had|held|put|came|waves?|pulled|threatens?|threatened)|at me|my throat|fruit bat|cricket bat|baseball|softball|toy|fight|pillow (?:fort|case)|swimming|gift|chef|kitchen set|camp(?:ing)?|barbecue|nail gun|hang (?:the|a)|shelf|shelves|picture frame|self checkout|garden|fence|lawn ?mower|mower|generator|jerry can)/u),
  }),
  ...rules('en.near.get-them', 'harm-to-others', 3, [
    `(?:take|taking|took|bring|bringing) (?:${WHO}|a few|some|one|two|as many) (?:[a-z]+ ){0,3}?(?:with me|down with me|out with me)`,
    `${WHO} (?:will not|is not going to|are not going to|is never going to|will never|do not|does not) (?:[a-z]+ )?(?:walk|get|make it|come|leave|live|see|wake|breathe|be (?:breathing|alive|walking)) (?:out|away|home|alive|to (?:see|regret)|tomorrow|up|again|another|anymore|past)`,
    `(?:make|making|made) sure (?:that )?${WHO} (?:[a-z]+ ){0,2}?(?:never|does not|will not|can not|suffers?|pays?|dies?|bleeds?)(?: [a-z]+){0,2} (?:walks?|breathes?|wakes?|again|hurts?|gets? up|leaves?|it)`,
    `(?:hired|paid|paying|hire|found) (?:a |some |someone|somebody|two )(?:[a-z]+ ){0,2}?to (?:[a-z]+ ){0,4}?(?:hurt|kill|break|never walks?|sort (?:him|her|them) out|beat|deal with (?:him|her|them)|get rid of|make sure)`,
    `(?:run|running|mow|mowing|knock|drive|driving|back|plough) (?:[a-z]+ )?(?:${WHO}|straight at (?:him|her|them)|into (?:him|her|them)|the crowd) ?(?:over|down|off the road)?(?= |$)`,
    `(?:going to|gonna|about to|am|will|is going to|are going to|need to|have to|want to|ready to) (?:bleed|suffer for|pay for (?:it|this|what) with|regret being born|beg for|scream for mercy|die screaming|be sorry when)`,
    `(?:no ?body|no one|none of (?:them|us|you)) (?:gets|will get|is getting|walks|leaves|is leaving|goes|lives) (?:the kids|out|away|alive|home|to have)`,
    `(?:putting|put|slipping|slipped|crush(?:ed|ing)|mixing|mixed|adding|added|drop(?:ped|ping)) (?:[a-z]+ ){0,4}?(?:in|into|to) (?:his|her|their|my (?:husband|wife|boss|mother|father|ex|roommate|sister|brother|partner) s) (?:tea|coffee|food|drink|dinner|soup|milk|juice|water|beer|bottle|lunch|meal|medicine)`,
    `(?:smother|smothering|suffocat(?:e|ing)|strangl(?:e|ing)|chok(?:e|ing)|drown(?:ing)?|shak(?:e|ing)|throw(?:ing)?|hit(?:ting)?|hurt(?:ing)?|stab(?:bing)?|push(?:ing)?|poison(?:ing)?|burn(?:ing)?|kill(?:ing)?|shoot(?:ing)?|end(?:ing)?|silenc(?:e|ing)) ${WHO}`,
    `(?:my )?hands? (?:a)?round (?:his|her|their|my (?:[a-z]+ ){0,2}s|the (?:baby|kid|child|cat) s|mother s|mum s|mom s) (?:neck|throat)`,
    '(?:burn|burning|torch|torching|blow|blowing|set fire to|setting fire to|light|lighting) (?:up )?(?:the|his|her|their|that|this|my|it) ?(?:[a-z]+ ){0,2}?(?:house|place|school|office|building|church|shop|store|flat|restaurant|whole thing|car|it)? ?(?:down|up|with|on fire|while)',
    '(?:shoot|shooting|shot) (?:up|them all|everyone|the place|it up)',
    '(?:get|getting|got) to (?:them|him|her|the neighbou?rs|my (?:brother|sister|mother|neighbou?rs?)) (?:first|before (?:they|he|she))',
    '(?:before|unless|if i do not|or) (?:they|he|she) (?:gets?|kills?|hurts?|comes? for|poisons?|destroys?) (?:to )?me',
    '(?:voices?|voice|god|the tv|demons?|something|they|the radio) (?:in my head )?(?:keeps? |is |are |was )?(?:tell(?:ing|s)?|order(?:ing|s)?|command(?:ing|s)?|want(?:s|ing)?|say(?:ing|s)?|whisper(?:ing|s)?|told) (?:me )?(?:to|i (?:have|need|must)(?: to)?|that i) (?:[a-z]+ ){0,2}?(?:kill|stab|hurt|harm|push|strangle|choke|burn|attack|poison|do it|hit|get rid|drown|sacrifice|cut)',
  ], {
    ...wide,
    person: 'fixed',
    within: /(?:tonight|tomorrow|monday|friday|next time|when (?:he|she|they)|i (?:promise|swear|mean)|i know (?:where|what time)|what time|waiting|waited|parked|watching (?:his|her|their)|follow|list|plan|ready|deserves?|before i stopped|last night|almost|nearly|scared (?:of what )?i|terrified|afraid i|what i (?:might|will|would) do|can not stop|every night|picture|pictur(?:ing|e)|imagin(?:e|ing)|thoughts?|fantas[a-z]+|urges?|again|if (?:she|he|it|they|the|i am)|first|before (?:they|he|she)|never|small things|so far|finally|everyone will|know my name|crib|so (?:she|he) (?:stops|shuts)|crying|going to|gonna|want to|wanna|might|inside|with them in|voices?|telling|reasons not|gets? the)/u,
    unless: but(JOKE, /(?:(?:he|she|they|who|dad|mom|mum|husband|boyfriend|stepdad|partner|brother) (?:[a-z]+ ){0,3}?(?:is|was|keeps?|kept|said|says|would|will|tried|threaten(?:s|ed)|started|likes to|told me) (?:[a-z]+ ){0,3}?(?:kill|hit|chok|strangl|shak|hurt|burn|stab|shoot|push|throw|smother)[a-z]*|would never|never (?:want to|would|hurt)|not (?:want|going|trying) to (?:hurt|hit|upset|kill)|hurt (?:him|her|them|my [a-z]+) s? ?feelings|feelings|throw(?:ing)? (?:him|her|them) (?:a|an|the|out)|push(?:ing)? (?:him|her|them) (?:on|to|away|too|harder)|shak(?:e|ing) (?:his|her) hand|ending (?:it|things) with|(?:end|ending|burn|burning) (?:it|the (?:call|meeting|candle|toast))|hit (?:him|her|them) up|kill(?:ing)? (?:him|her|them) with|the party|killing me|feed(?:ing)?|bath ?time|car seat|school run)/u),
  }).map((rule) => (rule.pattern.startsWith('(?:take|') || rule.pattern.startsWith('(?:hired') || rule.pattern.startsWith('(?:voices') ? { ...rule, within: /[a-z]+/u } : rule)),
];
