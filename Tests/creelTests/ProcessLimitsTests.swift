import Logging
import Testing

@testable import creel

@Suite struct ProcessLimitsTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test func `connections that the system has descriptors for are promised`() throws {
        let configuration = ServeConfiguration(environment: [:])
        let fitted = ProcessLimits.fit(configuration, into: 1 << 20, logger: Self.logger)
        #expect(fitted.maxConnections == configuration.maxConnections)
        #expect(fitted.maxHTTPConnections == configuration.maxHTTPConnections)
    }

    @Test(arguments: [1, 64, 100, 1024]) func `more are not`(descriptors: Int) throws {
        let fitted = ProcessLimits.fit(ServeConfiguration(environment: [:]), into: descriptors, logger: Self.logger)
        #expect(2 * fitted.maxConnections + fitted.maxHTTPConnections <= max(descriptors - 64, 4))
        #expect(fitted.maxConnections >= 1)
        #expect(fitted.maxHTTPConnections >= 1)
    }
}
