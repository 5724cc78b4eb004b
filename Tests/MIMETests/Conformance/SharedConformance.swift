import FoundationEssentials
import TestSupport

/// Messages and vectors that others wrote. They lie beside the checkout, or where `CREEL_SHARED` says, and are
/// no part of the project: tests that need them are skipped, visibly, where they are not there.
enum SharedConformance {
    static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["CREEL_SHARED"] {
            return URL(filePath: path).appending(path: "conformance")
        }
        return Fixtures.folder.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "shared/conformance")
    }()

    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.path) }

    static func octets(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: path)))
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: path)))
    }

    /// Every file below, whatever it is: what is not a message must do no harm either.
    static func allFiles() -> [String] {
        let names = try? FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return (names ?? []).sorted().filter { name in
            var isFolder = false
            return FileManager.default.fileExists(atPath: folder.appending(path: name).path, isDirectory: &isFolder)
                && !isFolder
        }
    }
}
