/** What English words speak of: one sense a line, `NAME: word word`. `word*` also stands for longer forms (at most four letters more). */
export const ENGLISH_SENSES = `
  KIN: mom mum mam mother mommy mummy ma dad daddy father pa parent* brother* bro sister* sis son* daughter* child children kid* baby babies twin* girl* boy* grandchild* grandkid* grandson granddaughter gran nan nana granny grandma grandpa grandad grandfather grandmother uncle* aunt* auntie cousin* nephew niece family folks wife husband hubby spouse partner fiance* stepdad stepmom stepfather stepmother toddler infant
  LOVER: boyfriend girlfriend bf gf ex lover fiance*
  PEER: friend* mate mates bestie roommate flatmate classmate* colleague* coworker* neighbour* neighbor* buddy pal
  POWER: boss manager supervisor teacher* coach tutor pastor priest landlord employer owner carer carers caregiver nurse staff professor principal vicar deacon guard officer
  PRO: doctor* therapist* counsellor* counselor* gp psychiatrist psychologist social hospital clinic ward
  PET: dog* cat cats puppy kitten rabbit* hamster* fish bird parrot horse pet pets hens tortoise
  GUN: gun guns pistol rifle shotgun revolver firearm* ammo bullet* trigger barrel safe holster chamber
  BLADE: knife knives blade* razor* scissors cutter scalpel sharpener compass glass shard* needle* pin pins tack* pencil machete axe
  BLUNT: bat hammer crowbar brick stick cane belt fist fists wrench slipper hanger ruler paddle iron
  FIRE: petrol gasoline fire lighter* matches burn* burned burnt flame torch arson cigarette* kerosene
  ROPE: rope* noose cord belt* knot* beam rafter* hook hang* hanging hanged hung scarf cable
  GAS: charcoal briquette* helium gas exhaust hose engine fumes nitrogen canister carbon tape
  PILL: pill* tablet* meds medication* prescription* insulin painkiller* paracetamol tylenol morphine overdose* od capsule* sleeper* antidepressant* medicine dose* opioid* xanax sedative* codeine digoxin
  POISON: poison* bleach antifreeze pesticide acid cyanide toxic
  DRINK: vodka whisky whiskey wine drunk beer bottle* drinking booze gin drinks alcohol
  HEIGHT: roof rooftop ledge edge railing* bridge* cliff* balcony floor* storey* overpass tower parapet viaduct window* drop ravine quarry
  RAIL: train* track* platform rail* station subway tube metro
  WATER: river lake sea ocean water canal tide waves pier harbour dam reservoir drown* bath bathtub
  ROAD: bus buses truck* lorry lorries traffic car cars wheel swerve* motorway highway wall tree headlights
  DEATH: die dies died dying dead death deaths deadly grave* coffin casket funeral* cemetery buried bury burial cremat* ashes hearse undertaker headstone tombstone morgue corpse body obituar* eulogy heaven afterlife angels suicide suicidal
  KILL: kill* kills murder* slaughter stab* shoot* strangle* smother* suffocat* choke* drown* behead throttle
  END: end ends ending ended over finish* finished stop stopped stopping quit quits final finally last close closed
  GONE: gone disappear* vanish* fade* leave* leaving left exit go going away erase* delete* deleting nothing nothingness cease out off
  STAY: stay* staying remain* around here still keep keeping hold holding hang hanging stick
  LIVE: live lives living life alive exist* existence breathe* breathing breath heart heartbeat wake waking woke survive* born
  AFTERME: afterwards after once when without
  SLEEP: sleep* asleep bed night nights nap rest
  PAIN: pain hurt* hurts hurting ache* agony suffer* sore sting* bleed* bleeding blood bloody bled wound* bruise* bruises scar* scars
  CUT: cut* cuts cutting slice* slit* carve* scratch* scratching line lines mark marks tally burn* pick picking
  LIMB: arm* wrist* thigh* leg legs skin stomach forearm* ankle* hip hips hand hands finger* fingertips face neck throat knuckle* scalp ribs cheek* palm* head eye
  HIDE: hide* hides hiding hid hidden secret* secretly cover* covering sleeve* hoodie* bracelet* bandage* plaster* long lock* locked behind notice* noticed lie lied explain*
  SHAME: deserve* deserved punish* punishment fault ashamed shame guilty useless worthless burden waste failure mistake disgust* dirty
  URGE: urge* craving itch tempt* relapse* clean streak resist need calling again
  HIT: hit hits hitting beat beats beating beaten punch* kick* slap* smack* shove* push* pushed throw* throws threw thrown drag* dragged grab* grabbed squeeze* pinch* bit whip* knock* smash* break* broke broken attack* force* forced
  SEX: touch* touches naked nude* undress* strip* clothes pants trousers shorts bra underwear lap kiss* rape* raped sex bed photos video videos cam leg thigh filmed pictures
  CONTROL: allow* allowed permission check* checks phone passport papers money pension card bank wages follow* followed track* monitor* control* let lets locks door key camera* cameras
  THREAT: threat* threaten* swear swore promise* warn* blackmail* find finds post send leak
  FEAR: scared afraid terrified frightened fear fears flinch* dread* hide hiding safe unsafe nervous
  REVENGE: revenge pay regret* sorry deserve list plan target* bleed suffer last them everyone him her walk
  VOICE: voice* voices command* told tells telling order* whisper*
  FOLLOW: wait* waiting waited outside follow* followed parked car watch* watching address shift
  GIVE: give gave given giving donate* leave left return* returned hand handed pass passed sold sell sort* settle* paid pay
  THINGS: things stuff belongings guitar bike clothes jewellery jewelry necklace records collection books laptop switch console camera tools ring watch
  PAPER: will note notes letter* letters insurance policy password* account* pin bank papers envelope* document* instructions list diary journal email message* video* playlist photo* savings benefici* solicitor
  CLEAN: clean* cleaned tidy* tidied pack* packed sort* empty emptied wipe* wiped throw
  READY: ready prepared set arranged decided decide* plan* planned planning chose chosen picked date deadline countdown
  WHEN: tonight tomorrow today morning monday tuesday wednesday thursday friday saturday sunday weekend week month birthday christmas graduation exam exams prom wedding anniversary summer winter until till hour hours minutes soon
  ALONE: alone nobody anyone empty home asleep found find finds finding discover* stranger* housekeeping police
  GOODBYE: goodbye bye farewell goodnight love loved thank thanks sorry forgive tell remember kiss hug hugged proud blame fault cry miss peace
  CALM: calm* calmer peaceful peace quiet relief relieved lighter relax* easier free serene
  WISH: wish* wishes wishing hope* hoping pray* praying want* wants wanting wanted rather like dream* fantas* imagin* picture* thinking think
  NEG: not no never none nothing without cannot
  HARD: can anymore longer bear face cope tired exhausted enough done weary sick point reason
  FICTION: movie* film* show series episode* season novel* book* story stories chapter* character* villain game* gaming play* playing scene* song* lyrics album poem* comic manga anime podcast documentary drama opera theatre level boss minecraft zombie* actor actress writer plot screenplay
  SPORT: team match* football soccer rugby tennis hockey netball boxing cricket gym goal* score* scored league round coach race marathon training beat quiz chess
  WORKTOPIC: training course class lesson* workshop volunteer* charity awareness prevention research essay paper dissertation article news report* policy committee study lecture statistics hotline helpline campaign placement interview
  PASTTIME: ago years used back then once young younger childhood decade* century teen teenager
  OTHERS: he she they him somebody someone man woman guy people famous
  FINE: lol haha funny love lovely glad happy enjoy* great nice beautiful good delicious proud excited fun pretty thankful grateful
  FOOD: dinner lunch breakfast cake pizza coffee tea cook* baking bread soup kitchen oven recipe toast burger* bbq barbecue cheese
  CHORE: garden* repair* fix* shop* shopping bought move moving new house flat holiday vacation trip party school work job office meeting homework project
`;
