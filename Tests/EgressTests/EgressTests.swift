import Dispatch
import MailModel
import NIOCore
import NIOPosix
import Synchronization
import TestSupport
import Testing

@testable import Egress

@Suite(.timeLimit(.minutes(5))) struct EgressTests {
    /// Says what a test wants, and counts how often it was asked.
    private final class Names: HostResolver {
        private let table: [String: [String]]
        private let asked = Mutex<[String]>([])

        init(_ table: [String: [String]]) { self.table = table }

        var questions: [String] { asked.withLock { $0 } }

        func addresses(of host: String) -> [IPAddress] {
            asked.withLock { $0.append(host) }
            return (table[host] ?? []).compactMap { IPAddress($0) }
        }
    }

    /// Says nothing until it is let, and counts how often it was asked.
    private final class Stuck: HostResolver {
        private let gate: DispatchSemaphore
        private let asked = Atomic(0)

        init(gate: DispatchSemaphore) { self.gate = gate }

        var questions: Int { asked.load(ordering: .relaxed) }

        func addresses(of host: String) -> [IPAddress] {
            asked.add(1, ordering: .relaxed)
            gate.wait()
            return []
        }
    }

    private final class Refusals: Sendable {
        private let all = Mutex<[EgressRefusal]>([])
        var reasons: [String] { all.withLock { $0.map(\.reason) } }

        @Sendable func note(_ refusal: EgressRefusal) { all.withLock { $0.append(refusal) } }
    }

    private let hello = [ByteBuffer(string: "hello\n")]

    @Test func `what is open is asked, and answers until it closes`() async throws {
        let server = try await FakeServer.start { _ in Array("welcome".utf8) }
        let refusals = Refusals()
        let destination = Destination.host("127.0.0.1", port: server.port)
        let egress = Egress(EgressPolicy([.init(.spamAssassin, destination)]), tell: refusals.note)
        let answer = try await egress.exchange(hello, with: destination, for: .spamAssassin)
        #expect(String(buffer: answer) == "welcome")
        #expect(server.requests == [Array("hello\n".utf8)])
        #expect(refusals.reasons.isEmpty)
        try await server.stop()
    }

    @Test func `what is not open is not even resolved, and each refusal is told`() async throws {
        let (names, refusals) = (Names([:]), Refusals())
        let egress = Egress(EgressPolicy(), resolver: names, tell: refusals.note)
        for _ in 0..<2 {
            let error = await #expect(throws: EgressError.self) {
                try await egress.exchange(hello, with: .host("spamd.example", port: 783), for: .spamAssassin)
            }
            #expect(error?.isRefusal == true)
        }
        #expect(names.questions.isEmpty)
        let reason = "the configuration does not open spamd.example:783 for spamAssassin"
        #expect(refusals.reasons == [reason, reason])
    }

    @Test func `a name that leads to this machine is refused, and nothing is connected to`() async throws {
        let server = try await FakeServer.start { _ in Array("secret".utf8) }
        let (names, refusals) = (Names(["spamd.example": ["127.0.0.1", "::ffff:127.0.0.1"]]), Refusals())
        let destination = Destination.host("spamd.example", port: server.port)
        let egress = Egress(EgressPolicy([.init(.rspamd, destination)]), resolver: names, tell: refusals.note)
        let error = await #expect(throws: EgressError.self) {
            try await egress.exchange(hello, with: destination, for: .rspamd)
        }
        #expect(error?.isRefusal == true)
        #expect(refusals.reasons.count == 1 && refusals.reasons[0].contains("127.0.0.1"))
        #expect(server.requests.isEmpty)
        try await server.stop()
    }

    @Test func `the address that was checked is the one that is connected to`() async throws {
        let server = try await FakeServer.start { _ in Array("welcome".utf8) }
        // Of the two that the name leads to, one is forbidden.
        let names = Names(["spamd.example": ["169.254.169.254", "127.0.0.1"]])
        let destination = Destination.host("spamd.example", port: server.port)
        let network = try #require(AddressRange("127.0.0.0/8"))
        let egress = Egress(EgressPolicy([.init(.rspamd, destination)], networks: [network]), resolver: names) { _ in }
        #expect(String(buffer: try await egress.exchange(hello, with: destination, for: .rspamd)) == "welcome")
        #expect(names.questions == ["spamd.example"])
        try await server.stop()
    }

    @Test func `a name without an address, and a port without a server, are told apart`() async throws {
        // Nobody listens at the first of all ports.
        let (nowhere, closed) = (Destination.host("none.example", port: 1), Destination.host("127.0.0.1", port: 1))
        let policy = EgressPolicy([.init(.rspamd, nowhere), .init(.rspamd, closed)])
        let egress = Egress(policy, resolver: Names([:])) { _ in }
        await #expect(throws: EgressError.unresolved("there is no host none.example")) {
            try await egress.exchange(hello, with: nowhere, for: .rspamd)
        }
        await #expect(throws: EgressError.unreachable("nobody answers at 127.0.0.1:1")) {
            try await egress.exchange(hello, with: closed, for: .rspamd)
        }
    }

    @Test func `an answer has a limit in octets and in time`() async throws {
        let large = try await FakeServer.start { _ in [UInt8](repeating: 0x61, count: 5000) }
        let silent = try await FakeServer.start { _ in nil }
        let (first, second) = (
            Destination.host("127.0.0.1", port: large.port), Destination.host("127.0.0.1", port: silent.port)
        )
        let egress = Egress(EgressPolicy([.init(.rspamd, first), .init(.rspamd, second)])) { _ in }
        await #expect(throws: EgressError.tooLarge("the answer of \(first) exceeds 4999 octets")) {
            try await egress.exchange(hello, with: first, for: .rspamd, within: .init(octets: 4999))
        }
        await #expect(throws: EgressError.timedOut("\(second) did not answer in time")) {
            try await egress.exchange(hello, with: second, for: .rspamd, within: .init(time: .milliseconds(50)))
        }
        try await large.stop()
        try await silent.stop()
    }

    @Test func `a name that takes too long to resolve is given up`() async throws {
        let gate = DispatchSemaphore(value: 0)
        let destination = Destination.host("slow.example", port: 1)
        let egress = Egress(EgressPolicy([.init(.rspamd, destination)]), resolver: Stuck(gate: gate)) { _ in }
        await #expect(throws: EgressError.timedOut("the name slow.example could not be resolved in time")) {
            try await egress.exchange(hello, with: destination, for: .rspamd, within: .init(time: .milliseconds(50)))
        }
        gate.signal()
    }

    @Test func `a name server that is silent keeps nobody else waiting`() async throws {
        let gate = DispatchSemaphore(value: 0)
        let destinations = ["a.example", "b.example"].map { Destination.host($0, port: 1) }
        let stuck = Stuck(gate: gate)
        let egress = Egress(EgressPolicy(destinations.map { .init(.rspamd, $0) }), resolver: stuck) { _ in }
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    _ = try? await egress.exchange(
                        hello, with: destinations[number % 2], for: .rspamd, within: .init(time: .milliseconds(50)))
                }
            }
        }
        #expect(stuck.questions <= 2)
        // The threads that read messages are free.
        #expect(try await NIOThreadPool.singleton.runIfActive { true })
        for _ in destinations { gate.signal() }
    }

    @Test func `the system knows this machine by its name, and no host that cannot be`() {
        let addresses = SystemResolver().addresses(of: "localhost").map(\.description)
        #expect(!addresses.isEmpty && Set(addresses).isSubset(of: ["127.0.0.1", "::1"]))
        #expect(SystemResolver().addresses(of: "-.invalid").isEmpty)
    }
}
