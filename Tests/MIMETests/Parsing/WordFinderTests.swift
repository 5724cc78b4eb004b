import Testing

@testable import MIME

struct WordFinderTests {
    @Test(arguments: [
        "unsubscribe", "https://example.com/UNSUBSCRIBE?u=1", "aopt-out", "/unsub", "ununsub/unsubscribe",
    ])
    func `words are found in any case, inside of others and at both ends`(text: String) {
        #expect(WordFinder(["unsubscribe", "opt-out", "/unsub"]).areIn(text))
    }

    @Test(arguments: ["", "u", "unsubscrib", "opt out", "opt-ou"])
    func `parts of words are not`(text: String) {
        #expect(!WordFinder(["unsubscribe", "opt-out", "/unsub"]).areIn(text))
    }

    @Test func `case counts where it is to count`() {
        let finder = WordFinder(["PG::"], foldsCase: false)
        #expect(finder.areIn("PG::Error"))
        #expect(!finder.areIn("pg::Error"))
    }

    @Test func `only a range of octets is looked at`() {
        let octets = Array("a PG:: b".utf8)
        #expect(WordFinder(["pg::"]).areIn(octets, 2..<6))
        #expect(!WordFinder(["pg::"]).areIn(octets, 3..<8))
        #expect(!WordFinder(["pg::"]).areIn(octets, 2..<5))
    }
}
