import type { Phrases } from './types.js';

export const exercisesEn: Pick<Phrases, 'offer' | 'steps' | 'afterExercise' | 'declined'> = {
  offer: {
    breathing: ['If you like, shall we do one minute of slow breathing together?', 'Would you like to try slow breathing, to let some of the tension go?'],
    grounding: ['Would you like to try the “five senses” exercise, which brings attention back to here and now?', 'Shall we try a five senses exercise, to take one step back from the worry?'],
    thought: ['Would you like to try a “thought record”, where a thought is written down and looked at?', 'Shall we pick one thought that weighs on you and make a thought record of it?'],
    'small-step': ['Would you like to choose one “small step”, something tiny that you can do today?', 'Shall we find a small step together? It helps when there is little energy.'],
    letter: ['How about writing a short “unsent letter”, one that never has to be sent?', 'Would you like to put what could not be said into an unsent letter?'],
    'worry-time': ['Would you like to try “worry time”, which keeps worries in a place of their own?', 'Shall I show you worry time, an exercise for when worries come at night?'],
    kindness: ['Would you like to try looking at yourself with “a friend’s eyes”?', 'Shall we try a short exercise, seeing yourself with a friend’s eyes?'],
  },
  steps: {
    breathing: ['Good. Breathe in through your nose while counting to four, pause, and breathe out slowly through your mouth while counting to six. Repeat it five times, and notice where your body has loosened a little.'],
    grounding: ['Good. Slowly find five things you see, four you can touch, three you hear, two you smell and one you taste. Name each of them, and tell me how you feel when you are done.'],
    thought: ['Good. First write the thought down in one sentence, then the facts that support it and the facts that do not, side by side. In the end, what would a sentence be that has room for both?'],
    'small-step': ['Good. Choose one thing that takes less than five minutes: opening a window, a glass of water, walking to the corner. The smaller the better. What will it be, and when?'],
    letter: ['Good. Write three sentences that begin with “The truth is …”, to that person or to yourself at that time. Nobody will read it, so it need not be polished. Which sentence stays with you most?'],
    'worry-time': ['Good. Set aside fifteen minutes in the evening for worries, and write down in one line whatever comes at other times, to be looked at then. In bed, just remember that it is written down. Which time would suit you?'],
    kindness: ['Good. Imagine that a friend who went through exactly the same sits in front of you. Say to yourself, word for word, what you would say to that friend. Which words came?'],
  },
  afterExercise: [
    'How was the exercise for you?',
    'If something changed afterwards, what was it?',
    'Was there something in it that felt awkward?',
    'Is there a part of it that you would like to keep in your days?',
  ],
  declined: [
    'That is all right. You may not feel like it now. Shall we go on with what you were telling me?',
    'Of course, talking is fine too. What do you need at this moment?',
    'Thank you for being honest. It can wait until you feel like it. What would you like to talk about now?',
  ],
};
