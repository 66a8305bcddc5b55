import type { LexiconSource } from '../engine/lexicon.js';

export const guardLexicon: LexiconSource = {
  G_NOT: 'not / never / hardly / neither / nor / without / far from / no longer / rarely / anything but / stopped being / less of',
  G_NOT_BEFORE: 'not',
  G_DISBELIEF: `not (think|believe|feel like|mean|make (me|him|her|you|it|them)|say|saying|consider|suggest) / not that / not true / not fair to say / not the case /
    stop~ (thinking|believing|telling myself|saying|calling) / stopped (thinking|believing|telling myself|calling) /
    (nobody|no one) (thinks|said|says|believes) / never (thought|said|believed|meant|think|felt like) / no reason to (think|believe) /
    no evidence (that|i) / wrong to (think|believe) / doubt (that|i|it) / as if / unlikely that / not because / not mean that /
    is a (myth|lie) that / do not have to (think|believe) / instead of (thinking|saying|telling myself) / rather than (thinking|saying)`,
  G_PAST: `used to / back then / years ago / when i was (younger|little|small|a kid|a child|a teenager|a teen|in school|at school|depressed|young|ten|twelve|fifteen|twenty) /
    in the past / at the time / at first / as a (kid|child|teenager) / in my twenties / before therapy / last year i / once believed /
    growing up / in college i / in high school i / a few years back / during my depression`,
  G_PAST_TENSE: 'was / were / thought / felt',
  G_PAST_BELIEF: `i thought (i|he|she|they|it|everyone|nobody) (would|was|were|had|could|hated|did) / i (believed|assumed|figured|feared|imagined|worried|expected) / i was (convinced|sure|certain|afraid|worried|scared|terrified) /
    used to (think|believe|feel|be|tell|worry|call|assume|see|expect|say|consider|imagine|hate|obsess|beat) / once (thought|believed) /
    would have (thought|said|told myself|called myself)`,
  G_NOW: 'now / today / these days / lately / nowadays / and i still / but still / still / currently',
  G_OVER: `i no longer / no longer (think|believe|feel|see|tell) / not (think|believe|feel|see|say) (that|so|it|this|like that|that way|this way|like it) anymore /
    i do not anymore / but not anymore / not so much anymore / i have stopped (thinking|believing|telling|calling) / i stopped (thinking|believing|telling|calling) /
    got over that / grown out of / those days are`,
  G_INSIGHT: `does not mean i (did|am|was|have) / does not mean (he|she|it|they) (is|are|was|were|did) / although i know / though i know (that|it|this) / i know (that|it|this) is not (true|real|rational|fair|accurate) / (it|that|which|this) is not (true|the truth|a fact|rational|reality|necessarily true) /
    it (is not|was not) true that / it is not true (i|that) / i know it is not true / not necessarily / i am learning (to|that|how) / i have learned (to|that) / i learned (that|to) /
    i am trying (not to|to stop|to remember|to remind|to challenge|to tell myself) / working on not / i (realize|realized|realise|realised) (that|) (it|that|this|i) (is|was|am) (not|just|only|wrong|exaggerating|catastrophizing|overreacting) /
    it turned out / turned out (fine|okay|ok|well|to be fine) / it turns out / i was wrong / i remind myself / remind myself / reminded myself / reminding myself / i caught myself / i noticed (that|) (i was|myself|the thought) /
    that thought / the thought (that|was|is) / my therapist (says|said|pointed|helped|told|taught) / my counselor (says|said|pointed|helped|told|taught) / distortion / cognitive / irrational / black and white thinking / all or nothing thinking /
    i tell myself (it is okay|that it is okay|not to) / i am getting better at / which is (silly|ridiculous|untrue|nonsense|an exaggeration) / i know better / in reality / but the truth is / the evidence /
    and it was fine / but it was fine / everything was fine / went fine / i am exaggerating / i know i am exaggerating / just a thought / thoughts are not facts / feelings are not facts / does not define me / do not define me`,
  G_REPORT: `rumor / rumour / rumors / rumours / people say / it is said / i heard / he heard / she heard / gossip that / accused / accuses / labeled / allegedly / some say / legend / in the fairy tale / fairy tale / in the story / the headline / the review says / the article says / said / says / say / saying / told / tells / telling / claim~ / insist~ / (called|calls|calling) (me|him|her|us|them|himself|herself|themselves) / announce~ / shouted / yelled that / joked / argued that / argues that /
    screamed / muttered / kept saying / keeps saying / tweeted / according to / quote / labeled me / labelled me / refers to me as / the (sign|headline|title|line|lyrics|lyric|chorus|poster|slogan|email|message|letter|note) (says|said|reads|read|is|was) /
    thinks / believes / feels like / feels that / fears / worries that / assumes / considers / is convinced / was convinced / is sure that / is afraid that / sees (himself|herself|themselves) /
    (he|she|they|people|brother|sister|friend|friends|mom|dad|mother|father|parents|son|daughter|kid|kids|cousin|roommate|colleague|patient|client|husband|wife|boss|teacher|partner|boyfriend|girlfriend|student|guy|man|woman|girl|boy) (thought|believed|felt|think|believe|feel|decided) /
    (he|she|brother|sister|friend|mom|dad|son|daughter|kid|cousin|roommate|husband|wife|partner|boyfriend|girlfriend) (always|often|still|sometimes) (thinks|thought|feels|felt|believes)`,
  G_OWN_REPORT: `said no / said yes / says no / says yes / say no / said hello / said hi / say hello / say hi / said something / say something / says something / say the (right|wrong) / said the (right|wrong) / saying the (right|wrong) / say that to everyone / to say / say anything / told (the|a) (story|joke|lie|secret|truth) / i (said|say|told|call|called|wrote|shouted|yelled|texted|keep saying|kept saying|keep telling|always say|always tell|have told|have said|am telling|am saying|must say|would say|can say|keep calling) /
    tell(ing|s|) myself / telling myself / told myself / let me tell you / i (just|often|always|still|constantly|) (tell|call|telling|calling) / i am (telling|saying)`,
  G_THIRD: `(thinks|says|believes|feels|claims|said|told me|convinced|complains|insists|worried|tells me|felt) (that|like||) (he|she) (is|was|will|has|can|does|would|never|always|feels|should|must) /
    (thinks|says|believes|feels|felt|said) (that|like|) (nobody|no one|everyone) (likes|loves|hates|understands|cares) / calls (himself|herself|themselves) / called (himself|herself|themselves) /
    (hates|blames|sees) (himself|herself|themselves)`,
  G_HEDGE: `sometimes / occasionally / now and then / at times / once in a while / every now and then / every so often / some days / from time to time / might / may / maybe / perhaps / possibly / not sure (if|whether|that) / wonder (if|whether) / wondering (if|whether) / wondered (if|whether) / could be / could have been / it is possible / there is a chance /
    hopefully / i hope / not certain / chances are slim / a part of me wonders / i doubt / if only / would hate to / in theory / or maybe / i guess i could / just curious (if|whether) / hope (that|) i / asked (if|whether) / see if / find out (if|whether)`,
  G_HEDGE_AFTER: `i am going to ask / so i will ask / i will ask (him|her|them|my) / so i asked / i plan to ask / i want to ask / i asked (him|her|them) / going to talk to (him|her|them) / i will talk to / i am going to talk / let me check / i will check / so i am checking / i should ask / i could ask / but i could be wrong / but i might be wrong / but i am not sure / but who knows / but maybe / or maybe / but that is just / i am probably wrong / i am probably overthinking / i am overthinking / but we will see / or am i`,
  G_FICTION: `in the (movie|film|book|novel|series|drama|comic|episode|article|podcast|documentary|poem|fable|manga) / the (character|hero|heroine|protagonist|villain|narrator|lyrics|actor|actress|detective) /
    in (this|that) (movie|film|book|novel|song|series|story) / a (movie|film|book|novel|song|poem|play|story) (about|called|where|titled|in which) / the main character / the book (says|said|i am reading|is about|describes) / in act / my character /
    in the role / the game character / the team's / for example (a|someone|people) / someone who (thinks|says|believes)`,
  G_LAUGH: 'haha / hahaha / lol / lmao / rofl / just kidding / jk / only joking / i am joking / hehe / haha lol / just teasing / as a joke',
  G_ASKING: 'do you think (that|) i am / do you think (he|she|they) / did i / have you ever',
  G_PRESUPPOSES: `why / who would / who could / who wants / how can i / how could i / how could anyone / how can anyone / what is the point / what if / what kind of / what sort of / what is wrong with me / what good / isn't it obvious /
    how am i / how come / what use / right ? / do not you see / when will i ever / what else / what would happen if / can not you see / is it not obvious`,
  G_CONDITION: 'if / when / whenever / even if / unless / whether / even when / in case / suppose / imagine / even though / were to / until',
  G_RESUME: 'and i / but i / so i / now i / i am (sure|certain|convinced) / i know / i feel / i think / i guess / because i / i just / which means i / and now / and my / but my / and it / and nobody / so nobody',
  G_SELF_TALK: `i keep telling myself / i keep thinking / i tell myself / my inner voice / a voice in my head / voice in my head / in my head / i keep hearing / my brain (says|tells|keeps) / i said to myself / i always think / i just think / my mind (says|tells|keeps) / i think to myself /
    i say to myself / all i hear is`,
  G_SURE: 'definitely / certainly / obviously / clearly / surely / i just know / i know for sure / without a doubt / no doubt / guaranteed / for sure / absolutely / i am sure / i am certain / completely / totally / utterly',
};
