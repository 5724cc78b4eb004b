extension Setting {
    /// The default as text; that of the database names the variables it depends on.
    var defaultText: String {
        let home = ServeConfiguration(environment: ["HOME": "/~"])
        let state = ServeConfiguration(environment: ["XDG_STATE_HOME": "/$XDG_STATE_HOME"])
        let texts = [read(state), read(home)].map { $0.joined(separator: ", ").droppingSlashOfVariable }
        return texts[0] == texts[1] ? texts[0] : "\(texts[0]), else \(texts[1])"
    }
}

extension String {
    /// Paths of the defaults must be absolute, so their variables stand behind a slash.
    fileprivate var droppingSlashOfVariable: String { hasPrefix("/$") || hasPrefix("/~") ? String(dropFirst()) : self }
}
