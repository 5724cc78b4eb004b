"""The rows of the list, by the module that holds them, while mail comes and goes; no server answers."""

# A store of so many messages, newest first, whose numbers are even. Answers wait for `answer` while `isHeld`.
STORE = """
const {Pages} = await import('./pages.js');
const store = {rows: [], asked: 0, isHeld: false, waiting: [], changes: []};
const fill = (count) => { for (let id = 2 * count; id; id -= 2) store.rows.push({id, seen: false}); };
const fetchRows = async (before, limit) => {
  store.asked += 1;
  const below = store.rows.filter(({id}) => before === null || id < before);
  const messages = below.slice(0, limit).map((row) => ({...row}));
  const page = {messages, matched: store.rows.length, matchedExactly: true, next: below.length > limit ? messages.at(-1).id : null};
  if (store.isHeld) await new Promise((done) => store.waiting.push(done));
  return page;
};
const answer = () => { store.isHeld = false; store.waiting.splice(0).forEach((done) => done()); };
const pages = new Pages(fetchRows, (error) => { if (error) throw error; });
const rest = () => new Promise((done) => setTimeout(done));
/** What somebody does who looks until all is there. */
const look = async (from, to) => {
  for (let tries = 0, missing = 1; tries < 50 && missing; tries += 1) {
    missing = pages.loading.size;
    for (let index = from; index < Math.min(to, pages.length || 1); index += 1) if (!pages.at(index)) missing += 1;
    await rest();
  }
};
const remove = (...ids) => { store.rows = store.rows.filter(({id}) => !ids.includes(id)); return () => pages.remove(ids); };
const add = (id) => { store.rows.unshift({id, seen: false}); return () => pages.add({id, seen: false}); };
const see = (row) => { row.seen = true; return () => pages.change([{...row}]); };
/** Rows of the list that are not those of the store. */
const wrong = (from, to) => {
  const places = [];
  for (let index = from; index < to; index += 1) {
    const [shown, real] = [pages.at(index), store.rows[index]];
    if (shown?.id !== real?.id || shown?.seen !== real?.seen) places.push([index, shown?.id, real?.id]);
  }
  return places.slice(0, 5);
};
"""


def run(page, script):
    return page.run(f"return (async () => {{{STORE}{script}}})()")


def what_goes_while_a_page_comes_stays_away(page):
    page.open()
    found = run(page, """
        fill(250);
        await look(0, 1);
        await look(0, 250);
        pages.pages.get(0).isStale = true;
        store.isHeld = true;
        pages.at(0);
        remove(490)();
        see(store.rows[20])();
        answer();
        await rest();
        const early = pages.indexOf(490);
        await look(0, 249);
        return [early, pages.length, wrong(0, 249)];""")
    assert found == [-1, 249, []], found


def what_comes_while_the_first_page_comes_is_there(page):
    found = run(page, """
        fill(10);
        store.isHeld = true;
        pages.at(0);
        add(22)();
        answer();
        await rest(); await look(0, 11);
        return [pages.length, wrong(0, 11)];""")
    assert found == [11, []], found


def new_mail_moves_no_row_far_below(page):
    found = run(page, """
        fill(3000);
        await look(0, 1);
        for (let index = 0; index < 2500; index += 100) await look(index, index + 1);
        const [place, {id}, asked] = [2450, pages.at(2450), store.asked];
        for (let count = 1; count <= 300; count += 1) add(6000 + 2 * count)();
        await rest();
        return [pages.at(place + 300)?.id === id, store.asked - asked, pages.at(0).id, pages.pages.size, wrong(0, 400)];""")
    assert found == [True, 0, 6600, 12, []], found


def rows_below_move_up_at_once(page):
    """Whoever looks at the end of a list sees no other rows until what went above was read again."""
    found = run(page, """
        fill(250);
        await look(0, 1); await look(0, 250);
        store.isHeld = true;
        remove(500, 470, 202)();
        const rows = [0, 50, 97, 100, 190, 195, 246].map((index) => pages.peek(index)?.id - store.rows[index].id);
        answer();
        await look(0, 247);
        return [rows, pages.length, wrong(0, 247)];""")
    assert found == [[0] * 7, 247, []], found


def rows_below_move_with_those_above(page):
    """Where the list is read anew, as every search is, the first page tells how far those below have moved."""
    found = run(page, """
        fill(250);
        await look(0, 1); await look(0, 40); await look(220, 250);
        const off = (...places) => places.map((index) => pages.peek(index)?.id - store.rows[index].id);
        const again = async () => { pages.refreshAfter(); await rest(); await rest(); };
        remove(500, 470);
        await again();
        const up = off(0, 50, 97, 199, 247).concat(pages.length);
        for (let id = 502; id < 562; id += 2) add(id);
        await again();
        const down = off(0, 50, 99, 230, 277).concat(pages.length);
        await look(0, 278);
        return [up, down, wrong(0, 278)];""")
    assert found == [[0, 0, 0, None, 0, 248], [0, 0, 0, 0, 0, 278], []], found


def a_guess_gives_way_to_what_is_known(page):
    """Two pages are asked for at once, before it is known where the second begins."""
    found = run(page, "fill(1000); await look(0, 250); return wrong(0, 250);")
    assert found == [], found


def forgets_very_many_at_once(page):
    found = run(page, """
        fill(300000);
        await look(0, 1);
        pages.remove(store.rows.map(({id}) => id).slice(0, 299999), true);
        return [pages.length, pages.removedBefore];""")
    assert found == [1, 600001], found


def is_right_in_the_end_however_it_came(page):
    """Events and answers in any order, of any age."""
    found = run(page, """
        const failures = [];
        for (let seed = 1; seed <= 12; seed += 1) {
          let state = seed;
          const pick = (count) => { state = (state * 1103515245 + 12345) & 0x7fffffff; return (state >> 8) % count; };
          store.rows = []; store.changes = []; fill(pick(700)); pages.begin(); await look(0, 1);
          let next = 2 * store.rows.length;
          for (let step = 0; step < 200; step += 1) {
            const [what, row] = [pick(10), store.rows[pick(store.rows.length + 1)]];
            if (what < 4) store.changes.push(add(next += 2));
            else if (what < 6 && row) store.changes.push(remove(row.id));
            else if (what < 7 && row) store.changes.push(see(row));
            else { const place = pick(pages.length + 1); for (let index = place; index < place + 20; index += 1) pages.at(index); }
            while (store.changes.length > pick(4)) store.changes.shift()();
            if (!pick(3)) await rest();
          }
          store.changes.forEach((tell) => tell());
          pages.load(0);
          for (let round = 0; round < 8; round += 1) await look(0, store.rows.length);
          if (pages.length !== store.rows.length || wrong(0, store.rows.length).length) failures.push([seed, pages.length, store.rows.length, wrong(0, store.rows.length)]);
        }
        return failures;""")
    assert found == [], found


CHECKS = [what_goes_while_a_page_comes_stays_away, what_comes_while_the_first_page_comes_is_there, new_mail_moves_no_row_far_below, rows_below_move_up_at_once,
          rows_below_move_with_those_above, a_guess_gives_way_to_what_is_known, forgets_very_many_at_once, is_right_in_the_end_however_it_came]
