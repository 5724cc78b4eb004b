import Configuration
import FoundationEssentials
import Glibc
import Synchronization

/// The YAML file of settings: a mapping whose keys are names of settings, whose values are scalars or lists of them.
struct ConfigurationFile: Sendable {
    /// The file that is read when it is there and no other is named.
    private static let defaultName = "creel.yaml"
    /// Given in place of a path: no file is read, the default one neither.
    static let none = "none"

    let path: String
    /// Keys in the order of the alphabet; those of nested mappings joined by dots.
    let keys: [String]
    /// `nil` for a file without content.
    private let snapshot: YAMLSnapshot?

    /// Reads the file at `path`; errors point at `place`, where the path itself came from.
    init(path: String, place: ConfigurationError.Place) throws(ConfigurationError) {
        try self.init(path: path, content: try Self.content(of: path, place: place))
    }

    /// What is in the file, or comes out of a device or a pipe: `/dev/null` sets nothing.
    private static func content(
        of path: String, place: ConfigurationError.Place
    ) throws(ConfigurationError) -> Data {
        guard let file = fopen(path, "re") else { throw unreadable(path, errno, place) }
        defer { fclose(file) }
        var content = Data()
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        let room = piece.count
        while case let count = fread(&piece, 1, room, file), count > 0 { content.append(contentsOf: piece[..<count]) }
        if ferror(file) != 0 { throw unreadable(path, errno, place) }
        return content
    }

    private static func unreadable(
        _ path: String, _ code: CInt, _ place: ConfigurationError.Place
    ) -> ConfigurationError {
        let reason = String(cString: strerror(code))
        return ConfigurationError(
            description: "cannot read the configuration file \(path.escapingControls()): \(reason)", place: place)
    }

    /// `creel.yaml` in the working directory, or `nil` where there is none.
    static func inWorkingDirectory() throws(ConfigurationError) -> ConfigurationFile? {
        guard FileManager.default.fileExists(atPath: defaultName) else { return nil }
        return try ConfigurationFile(path: defaultName, place: .file)
    }

    init(path: String, content: Data) throws(ConfigurationError) {
        self.path = path
        guard Self.hasContent(content) else {
            (keys, snapshot) = ([], nil)
            return
        }
        let seen = Mutex<[String]>([])
        do {
            // The library does not list keys, but asks of each one whether its value is secret.
            snapshot = try YAMLSnapshot(
                data: content.bytes, providerName: path,
                parsingOptions: .init(
                    secretsSpecifier: .dynamic { key, _ in
                        seen.withLock { $0.append(key) }
                        return true
                    }))
        } catch {
            throw ConfigurationError(
                description: "\(path) is not a YAML mapping: \(Self.line(of: error))", place: .file)
        }
        keys = seen.withLock { $0.sorted() }
    }

    /// The texts under `key`: one for a scalar; `nil` when the key is absent.
    func texts(_ key: String) -> [String]? {
        let key = AbsoluteConfigKey([key])
        if let list = try? snapshot?.value(forKey: key, type: .stringArray).value,
            case .stringArray(let texts) = list.content
        {
            return texts
        }
        if let scalar = try? snapshot?.value(forKey: key, type: .string).value,
            case .string(let text) = scalar.content
        {
            return [text]
        }
        return nil
    }

    private static func hasContent(_ content: Data) -> Bool {
        content.split(separator: UInt8(ascii: "\n")).contains { line in
            let first = line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") && $0 != UInt8(ascii: "\r") }
            return first != nil && first != UInt8(ascii: "#")
        }
    }

    /// What the parser says, without its drawing of the place.
    private static func line(of error: any Error) -> String {
        let text = String(describing: error)
        return String(text.prefix { $0 != "\n" })
    }
}
