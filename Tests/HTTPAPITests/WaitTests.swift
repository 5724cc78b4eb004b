import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MailModel
import MailStorage
import TestSupport
import Testing

@testable import HTTPAPI

struct `Waiting for messages` {
    let harness = Harness()

    @Test func `answers at once when they are there`() async throws {
        for number in 1...3 { try await harness.deliver("Subject: \(number)\r\n\r\n") }
        try await harness.test { client in
            let newest = try await client.get("/api/messages/wait?count=2&timeout=0")
            #expect(try newest.ids == [3, 2])
            #expect(try newest.integer("matched") == 2)
            #expect(try newest.integer("after") == 3)
            let later = try await client.get("/api/messages/wait?after=1&count=2&timeout=0")
            #expect(try later.ids == [3, 2])
            #expect(try later.integer("matched") == 2)
            #expect(try await client.get("/api/messages/wait?after=1&timeout=0").ids == [2])
            #expect(later.headers[.connection] == "close")
        }
    }

    @Test func `answers when they come`() async throws {
        try await harness.test { client in
            async let answer = client.get("/api/messages/wait?q=to:bob&count=2")
            try await harness.waiters(1)
            for name in ["bob", "alice", "bob"] { try await harness.deliver(to: "\(name)@example.com") }
            #expect(try await answer.ids == [3, 1])
        }
        #expect(harness.api.waits.count == 0)
    }

    @Test func `looks into the content where the row does not tell`() async throws {
        try await harness.test { client in
            async let byHeader = client.get("/api/messages/wait?q=header:X-Job=42")
            async let byWord = client.get("/api/messages/wait?q=elephant")
            try await harness.waiters(2)
            try await harness.deliver("X-Job: 41\r\n\r\nmouse\r\n")
            try await harness.deliver("X-Job: 42\r\n\r\nmouse\r\n")
            try await harness.deliver("X-Job: 43\r\n\r\nelephant\r\n")
            #expect(try await byHeader.ids == [2])
            #expect(try await byWord.ids == [3])
        }
    }

    /// As many as there may be unless told otherwise.
    private static let most = HTTPLimits().waiters

    @Test func `gives each of many waiters its own, and one more none`() async throws {
        let count = Self.most
        try await harness.test { client in
            try await withThrowingTaskGroup(of: (Int, [Int]).self) { group in
                for number in 0..<count {
                    group.addTask { (number, try await client.get("/api/messages/wait?q=to:user\(number)@").ids) }
                }
                try await harness.waiters(count)
                #expect(try await client.get("/api/messages/wait").status == .serviceUnavailable)
                var expected: [Int: Int] = [:]
                for number in (0..<count).reversed() {
                    expected[number] = Int(try await harness.deliver(to: "user\(number)@example.com").id.rawValue)
                }
                for try await (number, ids) in group { #expect(ids == [expected[number]].compactMap(\.self)) }
            }
        }
    }

    @Test func `gives all of many waiters what they wait for together`() async throws {
        try await harness.test { client in
            try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<Self.most {
                    group.addTask { try await client.get("/api/messages/wait?q=to:=alice@example.com").ids }
                }
                try await harness.waiters(Self.most)
                try await harness.deliver()
                for try await ids in group { #expect(ids == [1]) }
            }
            #expect(harness.api.waits.count == 0)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `ends when a message is marked as it asks`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let harness = Harness(store: store)
            for _ in 0..<3 { try await harness.deliver() }
            try await harness.test { client in
                async let answer = client.get("/api/messages/wait?q=tag:done+-is:seen&after=1")
                try await harness.waiters(1)
                let done = try #require(TagName("done"))
                for id in [3, 2] as [Int64] { _ = try await store.mark(CaptureID(id), .tags([done])) }
                #expect(try [[2], [3]].contains(await answer.ids))
            }
        }
    }

    /// Messages pour in while a client waits again and again with the cursor it was given.
    @Test(arguments: StoreKind.allCases, ["q=to:bob", "inbox=bob", "q=bobs"])
    func `misses nothing between two calls`(kind: StoreKind, query: String) async throws {
        let count = 100
        try await kind.withStore { store in
            let harness = Harness(store: store)
            try await harness.test { client in
                async let delivery: Void = harness.deliverMixed(count)
                var seen: [Int] = []
                var after = 0
                for number in 0..<count where seen.count < count {
                    let size = min(number % 3 + 1, count - seen.count)
                    let answer = try await client.get("/api/messages/wait?\(query)&after=\(after)&count=\(size)")
                    #expect(try answer.ids.count == size)
                    seen += try answer.ids.reversed()
                    after = try answer.integer("after")
                }
                try await delivery
                let there = try await client.get("/api/messages?\(query)&limit=500").ids
                #expect(there.count == count && seen == there.reversed())
            }
        }
    }

    /// At any moment of the wait: before it, while it looks, after it has looked.
    @Test(arguments: StoreKind.allCases)
    func `sees a message that comes at any moment`(kind: StoreKind) async throws {
        try await kind.withStore { store in
            let harness = Harness(store: store)
            try await harness.test { client in
                for round in 1...40 {
                    let inbox = try #require(InboxName("round-\(round)"))
                    try await withThrowingTaskGroup(of: [Int].self) { group in
                        for number in 0..<6 {
                            group.addTask {
                                for _ in 0..<number { await Task.yield() }
                                return try await client.get("/api/messages/wait?inbox=\(inbox)&timeout=10s").ids
                            }
                        }
                        let id = try await harness.deliver(inbox: inbox).id
                        for try await ids in group { #expect(ids == [Int(id.rawValue)]) }
                    }
                }
            }
        }
    }

    @Test func `hands out the oldest first behind a cursor, and the rest next time`() async throws {
        for _ in 0..<600 { try await harness.deliver() }
        try await harness.test { client in
            let first = try await client.get("/api/messages/wait?after=0&count=500")
            #expect(try first.ids == Array((1...500).reversed()))
            #expect(try first.integer("after") == 500)
            let rest = try await client.get("/api/messages/wait?after=500&count=100")
            #expect(try rest.ids == Array((501...600).reversed()))
            #expect(try rest.integer("after") == 600)
        }
    }

    @Test func `that ends in vain tells what came instead`() async throws {
        try await harness.deliver("Subject: old\r\n\r\n")
        try await harness.deliver("Subject: match\r\n\r\n", to: "bob@example.com")
        try await harness.test { client in
            let nothing = try await client.get("/api/messages/wait?q=to:nobody&timeout=0")
            #expect(nothing.status == .requestTimeout)
            #expect(try nothing.integer("after") == 2)
            #expect(try nothing.json["others"] as? [String] == [])

            async let answer = client.get("/api/messages/wait?q=to:bob&count=3&timeout=250ms")
            try await harness.waiters(1)
            try await harness.deliver("Subject: for Carol\r\n\r\n", to: "carol@example.com")
            let problem = try await answer
            #expect(problem.status == .requestTimeout)
            try problem.expect("problem-wait-in-vain")
        }
    }

    @Test func `counts again what an earlier wait counted in vain`() async throws {
        try await harness.deliver(to: "alice@example.com")
        try await harness.deliver(to: "bob@example.com")
        try await harness.test { client in
            let early = try await client.get("/api/messages/wait?q=to:bob&after=1&count=2&timeout=0")
            #expect(early.status == .requestTimeout)
            try await harness.deliver(to: "bob@example.com")
            let after = try early.integer("after")
            #expect(try await client.get("/api/messages/wait?q=to:bob&after=\(after)&count=2&timeout=0").ids == [3, 2])
        }
    }

    @Test func `does not count what was deleted meanwhile`() async throws {
        try await harness.deliver(to: "bob@example.com")
        try await harness.test { client in
            async let answer = client.get("/api/messages/wait?q=to:bob&count=2")
            try await harness.waiters(1)
            _ = try await harness.store.delete(CaptureID(1))
            try await harness.deliver(to: "bob@example.com")
            try await harness.deliver(to: "bob@example.com")
            #expect(try await answer.ids == [4, 3])
        }
    }

    @Test func `is limited, and says so`() async throws {
        let harness = Harness(limits: HTTPLimits(waiters: 1))
        try await harness.test { client in
            async let first = client.get("/api/messages/wait")
            try await harness.waiters(1)
            let second = try await client.get("/api/messages/wait")
            #expect(second.status == .serviceUnavailable)
            #expect(second.headers[.retryAfter] == "1")
            try second.expect("problem-too-many-waits")
            try await harness.deliver()
            #expect(try await first.ids == [1])
        }
    }
}

extension Harness {
    /// Of each two messages the second is for Bob.
    fileprivate func deliverMixed(_ count: Int) async throws {
        let bob = try #require(InboxName("bob"))
        for _ in 0..<count {
            try await deliver(to: "alice@example.com")
            try await deliver("Subject: hello\r\n\r\nfrom the bobs\r\n", to: "bob@example.com", inbox: bob)
        }
    }

    /// Returns once so many requests wait.
    func waiters(_ count: Int) async throws {
        while api.waits.count < count {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}
