/*
 * Steps to safety that a person tells of as done or going on. What is only promised, wished or denied is none: "아니요", "괜찮아요",
 * "안 할게요" leave the state as it is.
 */
const STEPS: readonly RegExp[] = [
  /(?:109|1577|1388|119|상담 ?전화|생명의 ?전화|상담 ?센터|응급실|병원|의사|선생님|엄마|아빠|어머니|아버지|부모님|친구|언니|오빠|누나|형|남편|아내|가족|동생).{0,16}(?:전화했|전화 ?걸었|전화해 ?봤|통화했|통화하고|통화 ?중|연락했|연락해 ?봤|이야기했|얘기했|말했|털어놨|털어놓았|와 ?있|왔어|왔습|오고 ?있|오기로 ?했|함께 ?있|같이 ?있|옆에 ?있|도착)/u,
  /(?:[약칼끈줄다]|밧줄|번개탄|유서|그것|그거).{0,10}(?:치웠|버렸|맡겼|없앴|갖다 ?줬|돌려줬|찢었)/u,
  /(?:안전한 ?(?:곳|데)|집|병원|응급실).{0,6}(?:에|으로)? ?(?:와 ?있|왔어|왔습|도착했|나왔어|돌아왔)/u,
  /\b(?:i|i've|i have|we) (?:just )?(?:called|phoned|texted|talked to|spoke (?:to|with)|told|reached out to|am talking to|am on the phone with)\b/iu,
  /\b(?:my (?:friend|mom|mum|mother|dad|father|sister|brother|husband|wife|partner|roommate|family|therapist)|someone|a friend|the ambulance|paramedics?) (?:is|are) (?:here|with me|coming|on (?:the|their|her|his) way|next to me)\b/iu,
  /\bi(?:'m| am) (?:with (?:my|a|someone)|at the (?:hospital|er|emergency room)|in a safe place|safe now)\b/iu,
  /\b(?:i|i've|i have) (?:just )?(?:put|gave|given|thrown|threw|locked|handed|flushed) .{0,40}\b(?:away|out|over|up|down the toilet)\b/iu,
];
const DENIED = /못 ?(?:했|하겠)|안 ?(?:했|받)|않았|없어|없었|거짓말|(?:할|하)까|싶(?:어|지)|\b(?:not|never|nobody|didn['’]t|haven['’]t|won['’]t|can['’]t|couldn['’]t|no one|if|wish)\b/iu;

/** Whether the person tells of a step to safety. Pure; linear. */
export function isSafetyStep(text: string): boolean {
  return text
    .slice(0, 2_000)
    .split(/[.!?\n。]+/u)
    .some((sentence) => !DENIED.test(sentence) && STEPS.some((step) => step.test(sentence)));
}
