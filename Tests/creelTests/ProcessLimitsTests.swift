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

    @Test func `ten thousand connections take little more than ten thousand descriptors`() throws {
        var configuration = ServeConfiguration(environment: [:])
        configuration.maxConnections = 10_000
        configuration.maxHTTPConnections = 500
        let fitted = ProcessLimits.fit(configuration, into: 12_000, logger: Self.logger)
        #expect(fitted.maxConnections == 10_000)
    }

    @Test(arguments: [1, 64, 100, 1024, 6000]) func `more are not`(descriptors: Int) throws {
        let fitted = ProcessLimits.fit(ServeConfiguration(environment: [:]), into: descriptors, logger: Self.logger)
        let told = min(fitted.maxConnections, 1000)
        #expect(fitted.maxConnections + told + fitted.maxHTTPConnections <= max(descriptors - 64, 4))
        #expect(fitted.maxConnections >= 1)
        #expect(fitted.maxHTTPConnections >= 1)
    }
}
