import Glibc

/// Where captured messages are kept.
enum DatabaseLocation: Hashable, Sendable {
    /// In memory, gone with the process; written `:memory:`.
    case memory
    /// In the SQLite file at this path.
    case file(String)

    /// As the log tells it: from the root, once the file is there.
    var place: String {
        guard case .file(let path) = self else { return "memory, and gone when this ends" }
        guard let whole = realpath(path, nil) else { return path }
        defer { free(whole) }
        return String(cString: whole)
    }

    /// A file beside the database, by what follows the name of that; `nil` for one in memory.
    func beside(_ ending: String) -> String? {
        switch self {
        case .memory: nil
        case .file(let path): path + ending
        }
    }

    /// `creel/creel.sqlite` under `$XDG_STATE_HOME`, else under `~/.local/state`; `creel.sqlite` in the working
    /// directory where there is no home.
    static func `default`(environment: [String: String]) -> DatabaseLocation {
        // The XDG base directory specification says to ignore a relative path.
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return .file(state + "/creel/creel.sqlite")
        }
        if let home = environment["HOME"], home.hasPrefix("/") {
            return .file((home == "/" ? "" : home) + "/.local/state/creel/creel.sqlite")
        }
        return .file("creel.sqlite")
    }
}

extension DatabaseLocation: LosslessStringConvertible {
    /// `nil` when `text` is empty, holds a NUL, or begins with a colon and is not `:memory:`.
    init?(_ text: String) {
        if text == ":memory:" {
            self = .memory
        } else if text.isEmpty || text.hasPrefix(":") || text.utf8.contains(0) {
            return nil
        } else {
            self = .file(text)
        }
    }

    var description: String {
        switch self {
        case .memory: ":memory:"
        case .file(let path): path
        }
    }
}
