import Logging
import MailModel
import MailStorage
import TestSupport
import Testing

@testable import creel

@Suite struct PruningTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test func `a look removes all that is beyond what is kept`() async throws {
        let store = MemoryStore()
        for number in 0..<30 { _ = try await store.append(.sample("\(number)")) }
        let pruning = Pruning(store, Retention(count: 10), logger: Self.logger)
        await pruning.prune(at: .init(milliseconds: 0))
        await pruning.prune(at: .init(milliseconds: 0))
        #expect(try await store.inbox(.default)?.messages == 10)
        #expect(pruning.pruned == 20)
    }

    @Test func `settings say what is kept`() {
        var configuration = ServeConfiguration(environment: [:])
        #expect(configuration.retention == Retention(octets: 2 << 30))
        (configuration.keepCount, configuration.keepAge, configuration.keepOctets) = (5, .seconds(90), nil)
        #expect(configuration.retention == Retention(count: 5, age: TimeSpan("90s")))
    }
}
