import Foundation
import Testing

/// The page in Chromium, below a base path. `scripts/browser/run.py` drives it; each area is skipped, visibly, where
/// the browser is not installed.
@Suite(.serialized, .timeLimit(.minutes(3))) struct BrowserTests {
    private static let driver = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../scripts/browser/run.py").standardizedFileURL.path()

    private static let python = "/usr/bin/python3"

    /// It takes a machine that does little else: frames and arrivals are timed.
    private static let isWanted = ProcessInfo.processInfo.environment["CREEL_BROWSER_TESTS"] != nil

    private static let isInstalled =
        Program.named("chromium") != nil && Program.named("chromedriver") != nil
        && FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/selenium")

    /// Pictures of every view, where they are not kept with the sources.
    private static func pictures() throws -> String {
        let directory = URL(filePath: driver).deletingLastPathComponent()
            .appending(path: "../../.build/pictures").standardizedFileURL
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        return directory.path()
    }

    @Test(
        .enabled(if: isWanted, "make browser-test runs it"),
        .enabled(if: isInstalled, "chromium, chromium-driver or python3-selenium is not installed"),
        arguments: ["list", "message", "hostile", "desktop", "phone", "dark"])
    func `the page in a browser`(area: String) async throws {
        let server = try await Server.start(in: Directory(), settings: ["--base-path", "/creel"])
        let outcome = try await Program(path: Self.python).run(
            [
                Self.driver, "--http", "http://127.0.0.1:\(server.api.port)/creel/", "--smtp", "\(server.smtpPort)",
                "--only", area, "--pictures", try Self.pictures(),
            ], in: server.directory)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        print(outcome.output)
        let end = await server.stop()
        #expect(end.status == 0, "\(end.errors)")
    }
}
