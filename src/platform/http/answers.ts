/** A page of a list: becomes `data`, `meta` and `X-Total-Count`. */
export class Page<Item> {
  constructor(
    readonly items: readonly Item[],
    readonly meta: { total: number; limit: number; offset: number },
  ) {}
}
