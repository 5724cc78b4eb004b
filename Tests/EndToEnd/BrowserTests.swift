import Foundation
import Testing

/// The page in Chromium, below a base path. `scripts/browser/run.py` drives it; each area is skipped, visibly, where
/// the browser is not installed.
@Suite(.serialized, .timeLimit(.minutes(5))) struct BrowserTests {
    private static let driver = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../scripts/browser/run.py").standardizedFileURL.path()

    private static let python = "/usr/bin/python3"

    /// `brief` for what takes a minute and is not timed, or `all`; a browser is not for beside other tests.
    private static let extent = ProcessInfo.processInfo.environment["CREEL_BROWSER_TESTS"]

    private static let areas =
        ["list", "message", "hostile", "phone"] + (extent == "brief" ? [] : ["desktop", "dark"])

    /// `CREEL_CHROME`, else whatever it is called here; `run.py` looks for the same.
    private static let browser: Program? =
        ProcessInfo.processInfo.environment["CREEL_CHROME"].map(Program.init(path:))
        ?? ["chromium", "google-chrome"].lazy.compactMap(Program.named).first

    private static let isInstalled =
        browser != nil && Program.named("chromedriver") != nil
        && FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/selenium")

    /// Whether it shows an empty page here: not every machine lets it start.
    private static func starts() async throws -> Bool {
        guard isInstalled, let browser, let timeout = Program.named("timeout") else { return false }
        let arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--dump-dom"]
        return try await timeout.run(["30", browser.path] + arguments + ["about:blank"], in: Directory()).status == 0
    }

    /// Pictures of every view, where they are not kept with the sources.
    private static func pictures() throws -> String {
        let directory = URL(filePath: driver).deletingLastPathComponent()
            .appending(path: "../../.build/pictures").standardizedFileURL
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        return directory.path()
    }

    @Test(
        .enabled(if: extent != nil, "make test runs it by itself at the end, and make browser-test all of it"),
        .enabled("chromium, chromium-driver or python3-selenium is not installed, or does not start") {
            if extent == nil { return true }
            return try await starts()
        },
        arguments: areas)
    func `the page in a browser`(area: String) async throws {
        let server = try await Server.start(
            in: Directory(), settings: ["--base-path", "/creel", "--allowed-hosts", "creel.test"])
        let outcome = try await Program(path: Self.python).run(
            [
                Self.driver, "--http", "http://127.0.0.1:\(server.api.port)/creel/", "--smtp", "\(server.smtpPort)",
                "--only", area, "--pictures", try Self.pictures(),
            ] + (Self.extent == "brief" ? ["--brief"] : []), in: server.directory,
            environment: Self.browser.map { ["CREEL_CHROME": $0.path] } ?? [:])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        print(outcome.output)
        let end = await server.stop()
        #expect(end.status == 0, "\(end.errors)")
    }
}
