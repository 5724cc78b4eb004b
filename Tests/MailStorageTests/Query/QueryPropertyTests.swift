import Foundation
import MailModel
import MailStorage
import TestSupport
import Testing

@testable import SQLiteStorage

/// Every store answers every query as somebody would who looks at each message.
@Suite struct QueryPropertyTests {
    private static let messages = 250
    private static let queries = 250
    /// Longer than all messages take to come in.
    private static let window = TimeSpan(milliseconds: 86_400_000)

    @Test(arguments: StoreKind.allCases)
    func `queries mean what they say`(kind: StoreKind) async throws {
        var random = SplitMix(seed: 41)
        let letters = Letter.random(count: Self.messages, using: &random)
        let queries = (0..<Self.queries).map { _ in RandomQuery.random(using: &random) }
        try await kind.withStore(duplicateWindow: Self.window) { store in
            let ids = try await Self.fill(store, with: letters)
            for query in queries { try await Self.check(query, ids, letters, in: store) }
        }
    }

    /// How much of the messages the index has reached.
    enum Reach: String, CaseIterable {
        case nothing, half, everything
    }

    @Test(arguments: Reach.allCases)
    func `the index finds what looking finds`(reach: Reach) async throws {
        var random = SplitMix(seed: 43)
        let letters = Letter.random(count: Self.messages, using: &random)
        let queries = (0..<Self.queries).map { _ in RandomQuery.random(using: &random) }
        try await withTemporaryFolder { folder in
            // Parts of 64 numbers, so that there are several.
            let store = try SQLiteStore(
                path: folder + "/creel.sqlite", limits: .init(freeDisk: 0, duplicateWindow: Self.window),
                tuning: .init(partBits: 6))
            if reach == .nothing { store.pauseIndex(true) }
            var ids = try await Self.fill(store, with: Array(letters[..<125]))
            if reach != .nothing { try await store.indexed() }
            if reach == .half { store.pauseIndex(true) }
            ids += try await Self.fill(store, with: Array(letters[125...]))
            if reach == .everything { try await store.indexed() }
            for query in queries { try await Self.check(query, ids, letters, in: store) }
            let gone = Set(ids.indices.filter { _ in Int.random(in: 0..<3, using: &random) == 0 })
            for index in gone { _ = try await store.delete(ids[index]) }
            let kept = ids.indices.filter { !gone.contains($0) }
            for query in queries.prefix(50) {
                try await Self.check(query, kept.map { ids[$0] }, kept.map { letters[$0] }, in: store)
            }
            await store.close()
        }
    }

    /// Of which a few letters reach every limit.
    private static var smallTuning: IndexTuning {
        var tuning = IndexTuning(partBits: 6)
        (tuning.groupSize, tuning.fewestMerged) = (8, 8)
        (tuning.frequent, tuning.common) = (.init(count: 2, of: 10), .init(count: 4, of: 4))
        (tuning.mostWords, tuning.mostGroupsOfCommon, tuning.mostWordsOfQuery, tuning.mostLookups) = (3, 2, 6, 1)
        (tuning.fewNamed, tuning.fewMessages) = (2, 0)
        return tuning
    }

    @Test func `where its limits are reached, and while parts are made anew, the index finds what looking finds`()
        async throws
    {
        var random = SplitMix(seed: 47)
        let letters = (1...150).map { Letter.random($0, using: &random) }
        let queries = (0..<150).map { _ in RandomQuery.random(using: &random) }
        try await withTemporaryFolder { folder in
            let store = try SQLiteStore(
                path: folder + "/creel.sqlite", limits: .init(freeDisk: 0), tuning: Self.smallTuning)
            let ids = try await Self.fill(store, with: letters)
            try await store.indexed()
            for query in queries { try await Self.check(query, ids, letters, in: store) }
            let kept = ids.indices.filter { $0 % 4 == 0 }
            for index in ids.indices where index % 4 != 0 { _ = try await store.delete(ids[index]) }
            for query in queries {
                try await Self.check(query, kept.map { ids[$0] }, kept.map { letters[$0] }, in: store)
            }
            while try store.indexSize() >= 2 * kept.count { await Task.yield() }
            for query in queries.prefix(50) {
                try await Self.check(query, kept.map { ids[$0] }, kept.map { letters[$0] }, in: store)
            }
            await store.close()
            try runSQL(
                "CREATE TEMP TABLE found (count CHECK (count > 0)); INSERT INTO found SELECT count(*) FROM frequency_1",
                on: folder + "/creel.sqlite-index")
        }
    }

    /// A part of a word that stands in more words than are looked up.
    @Test func `what is certain to match, and what is between, is found in its order`() async throws {
        try await withTemporaryFolder { folder in
            let store = try SQLiteStore(
                path: folder + "/creel.sqlite", limits: .init(freeDisk: 0), tuning: Self.smallTuning)
            // The word itself at both ends of each part of 64 numbers, twice in a row, within other words, or not at all.
            let subject = { @Sendable (number: Int64) in
                switch number % 64 {
                case 63, 0, 1, 5, 6, 7, 40: "acme"
                case let rest where rest % 3 == 0: "x acme\(rest)"
                case let rest where rest % 3 == 1: "super\(rest)acme"
                default: "other"
                }
            }
            for number: Int64 in 1...200 { store.append({ .sample(subject(number)) }) { _ in } }
            try await store.indexed()
            let gone: Set<Int64> = [6, 64, 70, 127, 200]
            for number in gone { _ = try await store.delete(CaptureID(number)) }
            func expect(_ text: String, _ numbers: [Int64]) async throws {
                let query = MessageQuery(try QueryParser.condition(of: text, now: Timestamp(milliseconds: 0)))
                let expected = numbers.filter { subject($0).contains("acme") && !gone.contains($0) }
                let page = try await store.page(query, before: nil, limit: 500)
                #expect(page.messages.map(\.id.rawValue) == expected.reversed(), "\(text)")
                for bound: Int64 in [1, 5, 63, 64, 128, 199] {
                    let later = try await store.matches(query, after: CaptureID(bound), limit: 7)
                    #expect(later.map(\.id.rawValue) == Array(expected.filter { $0 > bound }.prefix(7)), "\(text)")
                    let earlier = try await store.page(query, before: CaptureID(bound), limit: 7).messages
                    let below = expected.reversed().filter { $0 < bound }
                    #expect(earlier.map(\.id.rawValue) == Array(below.prefix(7)), "\(text) \(bound)")
                }
            }
            try await expect("acme", Array(1...200))
            try await expect("acme id:5..62,65..66,190..", Array(5...62) + [65, 66] + Array(190...200))
            // All of them have the other word: what is asked for is found there, and is all of a word in some.
            for other in ["alice", "bob", "to:bob@example.net", "(alice OR super)"] {
                try await expect("acme \(other)", Array(1...200))
                try await expect("acme \(other) id:5..62,65..66,190..", Array(5...62) + [65, 66] + Array(190...200))
            }
            await store.close()
        }
    }

    /// Answers with the number of each letter.
    private static func fill(_ store: any MessageStore, with letters: [Letter]) async throws -> [CaptureID] {
        var ids: [CaptureID] = []
        for letter in letters { ids.append(try await store.append(letter.capture).id) }
        for (id, letter) in zip(ids, letters) {
            if letter.isSeen { _ = try await store.mark(id, .seen) }
            if let assessment = letter.assessment { try await store.assess([id: assessment]) }
        }
        return ids
    }

    private static func check(
        _ query: RandomQuery, _ ids: [CaptureID], _ letters: [Letter], in store: any MessageStore
    ) async throws {
        let condition = try QueryParser.condition(of: query.text, now: Timestamp(milliseconds: 0))
        let expected = zip(ids, letters).filter { query.holds(Int($0.rawValue), $1) }.map(\.0)
        let page = try await store.page(MessageQuery(condition), before: nil, limit: 500)
        #expect(page.messages.map(\.id) == expected.reversed(), "\(query.text)")
        #expect(page.matched == expected.count && page.isCounted)
        guard let middle = expected.dropFirst(expected.count / 2).first else { return }
        let later = try await store.matches(MessageQuery(condition), after: middle, limit: 3)
        #expect(later.map(\.id) == Array(expected.filter { $0 > middle }.prefix(3)), "\(query.text)")
        let inbox = InboxName("other")
        let inside = try await store.newest(MessageQuery(inbox: inbox, condition), limit: 2)
        #expect(try await store.newest(MessageQuery(inbox: InboxName("nowhere"), condition), limit: 2) == [])
        let expectedInside = zip(ids, letters).filter { query.holds(Int($0.rawValue), $1) && $1.inbox == "other" }
        #expect(inside.map(\.id) == Array(expectedInside.map(\.0).reversed().prefix(2)), "\(query.text)")
    }
}
