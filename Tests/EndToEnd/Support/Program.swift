import Foundation

/// A program of this machine.
struct Program: Sendable {
    let path: String

    /// `nil` where it is not installed.
    static func named(_ name: String) -> Program? {
        let tools = Program.creel.map { URL(filePath: $0.path).deletingLastPathComponent().path() + "../../tools" }
        let places = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let paths = (places + ["/usr/sbin", tools ?? ""]).map { "\($0)/\(name)" }
        return paths.first { FileManager.default.isExecutableFile(atPath: $0) }.map(Program.init(path:))
    }

    /// Whether it is installed, or has to be: `CREEL_ALL_CLIENTS` makes one that is missing a failure.
    static func isExpected(_ name: String) -> Bool {
        named(name) != nil || ProcessInfo.processInfo.environment["CREEL_ALL_CLIENTS"] == "1"
    }

    /// The server under test: `$CREEL_BINARY`, else the one that was built beside the tests.
    static let creel: Program? = {
        if let path = ProcessInfo.processInfo.environment["CREEL_BINARY"] { return Program(path: path) }
        let runner = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        let path = runner.deletingLastPathComponent().appending(path: "creel").path()
        return FileManager.default.isExecutableFile(atPath: path) ? Program(path: path) : nil
    }()

    /// Starts it in `directory`, with nothing in its environment but `PATH`, `HOME` and what is given.
    func start(
        _ arguments: [String], in directory: Directory, environment: [String: String] = [:], input: [UInt8] = []
    ) throws -> RunningProgram {
        let environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": directory.path,
        ].merging(environment) { _, last in last }
        let inputPath = input.isEmpty ? "/dev/null" : try directory.file("input-\(UUID())", input)
        return try RunningProgram(
            [path] + arguments, in: directory.path, environment: environment.map { "\($0)=\($1)" }, input: inputPath)
    }

    /// Runs it to its end.
    func run(
        _ arguments: [String], in directory: Directory, environment: [String: String] = [:], input: [UInt8] = []
    ) async throws -> RunningProgram.Outcome {
        try await start(arguments, in: directory, environment: environment, input: input).outcome()
    }
}

/// A directory of its own for one test or suite, gone with it.
final class Directory: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "creel-\(UUID())").path()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// What is in it.
    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path) }
    }

    /// Writes a file into it and answers with its path.
    func file(_ name: String, _ content: [UInt8]) throws -> String {
        let path = "\(path)/\(name)"
        try Data(content).write(to: URL(filePath: path))
        return path
    }
}
