// Where a journey is walked. One whose screens differ is walked on a phone and at a desk and says nothing;
// one that is about servers, waiting or refusals is walked once, and says where.

/** On the phone alone. */
export const ON_PHONE = { tag: "@phone" } as const;
/** At the desk alone: also one in which somebody at a desk meets people with phones. */
export const AT_DESK = { tag: "@desk" } as const;
