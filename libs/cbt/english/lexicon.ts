import type { LexiconSource } from '../engine/lexicon.js';

/** Who, how absolute, how sure. */
export const frameLexicon: LexiconSource = {
  I: 'i',
  ME: 'me / myself',
  MY: 'my',
  WE: 'we / us / our',
  IAM: `i am / i will (always|never||) be / i have (always||) been / i feel like / i feel / i must be / i know i am / i have become / i guess i am / i see myself as / i think of myself as / i consider myself /
    i call myself / i have turned into / i am turning into / i became / makes me / made me feel like / make me feel like / makes me feel like / i look like / just shows (that|) i am / proves (that|) i am / means (that|) i am / shows (that|) i am /
    myself as / i might as well be / i have proven to be / i was born / i am and always will be / i am always going to be / at heart i am / deep down i am / i just am`,
  PERSON: `my (stepdad|stepmom|stepfather|stepmother|stepbrother|stepsister|brother in law|sister in law|son in law|daughter in law|grandma|grandpa|grandmother|grandfather|ex husband|ex wife|ex boyfriend|ex girlfriend|housemate|flatmate|bully|client|clients|customer|customers|tenant|aunt|pastor|priest|lawyer|nurse|dentist|trainer|instructor|supervisors|bosses|subordinate|assistant|intern|employees|employee|peers|whole family|entire family) / he / she / they / you / my (boss|manager|supervisor|husband|wife|partner|boyfriend|girlfriend|ex|mother|father|mom|dad|sister|brother|friend|friends|coworker|coworkers|colleague|colleagues|roommate|roommates|teacher|professor|therapist|counselor|doctor|neighbor|neighbors|neighbour|neighbours|
    son|daughter|kid|kids|children|family|parents|in laws|mother in law|father in law|team|classmates|classmate|date|crush|best friend|landlord|students|teammates|fiance|fiancee|coach|advisor|boss and|uncle|aunt|cousin) /
    the (boss|manager|teacher|professor|doctor|interviewer|interviewers|team|class|group|girls|boys|guys|others|other moms|other parents|other kids|people|neighbors|staff|committee|nurse|clients|client|panel|therapist|audience|recruiter|hiring manager|cashier|waiter|guy|girl|man|woman|new guy|whole team|whole office|whole class|entire office|entire class) /
    people / everyone / everybody / nobody / anyone / someone / others / his (family|parents|mother|friends) / her (family|parents|mother|friends) / that (man|woman|guy|girl|person) / this (man|woman|guy|girl|person)`,
  GROUPALL: `everyone / everybody / every single person / all of them / they all / all my (friends|coworkers|colleagues|classmates|relatives|exes) / all of my (friends|coworkers|colleagues|classmates|relatives) / the whole (class|team|office|world|school|family|town|group|department|company|room|internet) /
    the entire (class|team|office|world|school|family|group|department|company|room|internet) / all (the|my) other (moms|parents|kids|students) / people / they / the others / my (friends|coworkers|colleagues|classmates|family|relatives|neighbors|neighbours|roommates|teammates|in laws) / all people / other people / others / all the (girls|boys|guys|men|women|parents|moms)`,
  EVERYONE: `everyone / everybody / every single person / every person / all of them / they all / all my (friends|coworkers|colleagues|classmates|relatives|exes|family) / all of my (friends|coworkers|colleagues|classmates|relatives|exes) / the whole (class|team|office|world|school|family|town|group|company) / the entire (class|team|office|world|school|family|town|group|company) / every (man|woman|guy|girl|boyfriend|girlfriend|friend|boss|person|one of them) /
    people always / people / all people / anyone / anybody / whoever`,
  NOBODY: 'nobody / no one / noone / not one person / not a single (person|soul|one|friend) / none of (them|my friends|my family|my coworkers|my colleagues|you) / no man / no woman / no guy / no girl / no company / no employer / not anybody / not anyone',
  ALWAYS: `always / every time / every single time / each time / each and every time / constantly / forever / all the time / time and time again / time after time / without fail / over and over / again and again / inevitably / invariably / without exception / every day / everywhere i go / wherever i go /
    whenever i / never fail to / all my life / my (whole|entire) life / no matter what / no matter how / once again / as usual / as always / in every / in all my / every single`,
  NEVER: 'never / never ever / not once / not ever / not one time / not a single time / at no point',
  MUSTBE: `must / definitely / obviously / clearly / surely / probably / certainly / i know / i just know / i can tell / i bet / i am sure / i am certain / i am positive / i am convinced / no doubt / undoubtedly / i can see it / i could tell / i can just tell / secretly / for sure / it is obvious / it is clear / that means / which means / means / so /
    because / proves / proof / i could see / you can tell / has to / have to / apparently / of course / i swear / deep down / i have a feeling / i get the feeling`,
  SO: 'so / therefore / that means / which means / it means / means / this means / must mean / proves / that proves / which proves / it proves / proof / hence / thus / that is how i know / so clearly / so obviously / that is why / shows / that shows / which shows / and that tells me / that tells me / tells me / it follows / just shows / because / evidence / confirms / which confirms',
  WILL: 'will / am going to / is going to / are going to / going to / am gonna / would / am about to / is about to / bound to / am bound to / are bound to / destined to / doomed to / will just / will only / will end up / is only going to / can only',
  IF: 'if / when / once / unless / as soon as / the moment / the minute / the second / what if / and then / and now / now / then / after / since / because / so',
  ONE: 'one / a single / once / single / one little / just one / only one / one small / one tiny / one time / the smallest / the slightest / one bad / a tiny / a small / one stupid / a little',
  TOTAL: 'complete / completely / total / totally / utter / utterly / absolute / absolutely / whole / entire / entirely / all / everything / 100 percent / fully',
};
