const pairs = (table: string): [string, string][] =>
  table
    .trim()
    .split(';')
    .flatMap((entry) => {
      const [forms = '', words = ''] = entry.split('=');
      return forms.trim().split(/\s/u).filter((form) => form !== '').map((form): [string, string] => [form, words.trim()]);
    });

/** Contractions, chat abbreviations, glued words, common misspellings and slang, each to the words the rules are written in. */
const EXPANSIONS = new Map(
  pairs(`
  i'm im iam = i am; i've ive = i have; i'd = i would; i'll = i will; id = i would; u = you; ur = your; you're youre = you are;
  he's hes = he is; she's shes = she is; it's = it is; that's thats = that is; there's theres = there is; what's whats = what is;
  who's whos = who is; let's = let us; they're theyre = they are; we're = we are; everyone's = everyone is; life's = life is; nothing's = nothing is; world's = world is;
  they'd theyd = they would; he'd = he would; she'd shed = she would; you'd youd = you would; we'd = we would; it'd itd = it would; who'd = who would;
  they'll theyll = they will; he'll = he will; she'll = she will; it'll itll = it will; you'll youll = you will; that'll = that will; nobody'd = nobody would;
  they've theyve = they have; you've youve = you have; we've = we have; should've shouldve shoulda = should have; would've wouldve woulda = would have;
  could've couldve coulda = could have; don't dont dnt donot dn't = do not; can't cant cannot cnt = can not; won't wont = will not; didn't didnt = did not;
  doesn't doesnt = does not; isn't isnt = is not; aren't arent = are not; wasn't wasnt = was not; weren't werent = were not; wouldn't wouldnt = would not;
  couldn't couldnt = could not; shouldn't shouldnt = should not; haven't havent = have not; hasn't hasnt = has not; hadn't hadnt = had not; ain't aint = is not;
  wanna wana wannna = want to; gonna gunna gona finna bouta = going to; gotta = got to; tryna = trying to; hafta = have to; imma ima = i am going to; lemme = let me; gimme = give me;
  rn = right now; tn tonite 2nite 2night tonit = tonight; tmr tmrw tmrrw tomorow tommorow tomorrrow 2moro = tomorrow; cuz cos coz bc bcuz becuz becouse = because; abt = about;
  rly rlly realy = really; srsly = seriously; plz pls = please; idk = i do not know; idc = i do not care; idgaf = i do not care; thru = through; ppl = people;
  n = and; ya = you; 4ever 4eva = forever; 4 = for; w = with; cba = can not be bothered; tbh ngl = honestly; fr = really; lowkey = lowkey; somone = someone; anyones = anyone;
  kms = kill myself; kmself = kill myself; kys = kill yourself; ctb = catch the bus; killmyself kilmyself kilmyslef killmyslef = kill myself; killme = kill me;
  wanttodie wannadie wantodie = want to die; endmylife = end my life; enditall = end it all; hurtmyself = hurt myself; cutmyself = cut myself;
  selfharm selfharming selfharmed selfharms = self harm; hatemylife = hate my life; unalive unalived unaliving unalives = unalive; sewerslide sewercide suwicide sui = suicide;
  suside sucide suacide sucicide sueside suisside suicied suiced suiicde suecide soocide siucide = suicide; suicidle sucidal suisidal suicdal suiciadal = suicidal;
  wnat watn wan wnt = want; wnana = want to; dieing = dying; dei diee dieee = die; deid = died; kil klil kll kiill = kill; kils = kills; killin = killing; slef sefl = self; mself meself maself miself mysefl = myself;
  liek = like; jsut juts = just; relly = really; alot = a lot; noone no1 = no one; every1 = everyone; evryone everone = everyone; any1 = anyone; sum1 = someone; nobodys = nobody is;
  moms = mom's; dads = dad's; shouldnt've = should not have; livin = living; nothin = nothing; cuttin = cutting; hangin = hanging; jumpin = jumping; thinkin = thinking;
  anymor nomore = anymore; burdon burdan = burden; worthles = worthless; hopless hopeles = hopeless; beleive = believe; dissapear disapear dissappear = disappear
`)
);

/** Written as two words by mistake, or with a hyphen. */
const JOINED = new Map(
  pairs(`my-self = myself; sui-cide suic-ide suici-de = suicide; sui-cidal suici-dal = suicidal; un-alive = unalive; over-dose = overdose; good-bye = goodbye; any-more = anymore;
  him-self = himself; her-self = herself; can-not = can not; wan-na = want to; gon-na = going to; sewer-slide = suicide; want-2 = want to; wanna-2 = want to; going-2 = going to; need-2 = need to; have-2 = have to; way-2 = way to; tried-2 = tried to; trying-2 = trying to; ready-2 = ready to; some-one = someone; every-one = everyone; rail-road = railroad`),
);

/** Words worth recovering from leetspeak, stars, spacing and long-drawn letters. */
const RECOVERABLE = new Set(
  `suicide suicidal kill killing killed die dying dead death self myself harm cut cutting hurt rape raped murder overdose pills rope knife gun hang hanging jump wrist wrists life end want
   kms killmyself killme wanttodie endit endmylife hurtmyself cutmyself selfharm unalive depressed worthless burden goodbye hopeless abuse abused molested bleed stab shoot`.split(/\s+/u),
);

const DOUBLED = new Set(
  `kill killing will all off well too feel feeling sleep need wanna been see free tell hell pills keep cutting stopping still need hitting
   beer been deep soon noose bleed tree good goodbye feel steep street roof blood shoot room seem cool food look`.split(/\s+/u),
);

/** Long words whose misspellings stay recognizable: one edit away, same first letter. */
const FUZZY = ['suicide', 'suicidal', 'myself', 'overdose', 'disappear', 'goodbye', 'anymore', 'existence', 'killing', 'worthless', 'hopeless', 'tonight'];
const NOT_FUZZY = new Set(['killings', 'overdone', 'overdoes', 'overdosed', 'overdoses', 'goodbyes', 'disappears', 'willing', 'killing', 'suicides', 'kilning']);

const LEET = new Map(Object.entries({ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i', '|': 'l' }));

/** Joins two written words into one where people often split it; undefined where they do not belong together. */
export const joinedWord = (left: string, right: string): string | undefined => JOINED.get(`${left}-${right}`);

export const isRecoverable = (word: string): boolean => RECOVERABLE.has(word);

/** Canonical words (one or several, separated by spaces) for a folded written word. */
export function canonicalWord(written: string): string {
  let word = written;
  if (/[0-9@$!|*]/u.test(word) && /[a-z]/u.test(word)) word = fromLeet(word) ?? word;
  if (/(.)\1\1/u.test(word)) word = shorten(word);
  const expanded = EXPANSIONS.get(word);
  if (expanded !== undefined) return expanded;
  if (word.endsWith("'s")) return `${word.slice(0, -2)} s`;
  if (word.includes("'")) word = word.replaceAll("'", '');
  return EXPANSIONS.get(word) ?? nearest(word) ?? word;
}

function fromLeet(word: string): string | undefined {
  const plain = Array.from(word).map((char) => LEET.get(char) ?? char).join('');
  for (const candidate of [plain, plain.replaceAll('i', 'l'), word.replaceAll('1', 'l').replaceAll('!', 'i')]) {
    if (RECOVERABLE.has(candidate) || EXPANSIONS.has(candidate)) return candidate;
  }
  return word.includes('*') ? fromStars(word) : undefined;
}

function fromStars(word: string): string | undefined {
  for (const candidate of RECOVERABLE) {
    if (candidate.length === word.length && candidate.length > 3 && Array.from(word).every((char, i) => char === '*' || char === candidate[i])) return candidate;
  }
  return undefined;
}

function shorten(word: string): string {
  const doubled = word.replace(/(.)\1{2,}/gu, '$1$1');
  if (DOUBLED.has(doubled)) return doubled;
  const single = word.replace(/(.)\1{2,}/gu, '$1');
  return single;
}

function nearest(word: string): string | undefined {
  if (word.length < 5 || NOT_FUZZY.has(word)) return undefined;
  for (const target of FUZZY) {
    if (target.startsWith(word.charAt(0)) && Math.abs(target.length - word.length) <= 1 && withinOneEdit(word, target)) return target;
  }
  return undefined;
}

/** One insertion, deletion, substitution or swap of neighbours (Damerau). */
function withinOneEdit(a: string, b: string): boolean {
  let head = 0;
  while (head < a.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const restA = a.slice(head, a.length - tail);
  const restB = b.slice(head, b.length - tail);
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restA === `${restB.slice(1)}${restB.slice(0, 1)}`;
}
