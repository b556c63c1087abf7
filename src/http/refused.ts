/** The one way to say no on either side: it stands in `model`, for rooms below this one throw it too. */
export { Refused, type RefusedExtra as RefusalExtra } from '#model/refused.ts';
