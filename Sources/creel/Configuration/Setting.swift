/// One thing that can be set, by flag, environment variable and file alike.
struct Setting: Sendable {
    /// As in the file and, behind two hyphens, as a flag: `max-message-size`.
    let name: String
    /// One line that says what it sets.
    let help: String
    /// What a client meets when the limit is reached, where the setting is a limit.
    let whenReached: String?
    let placeholder: String
    let allowed: String
    /// Whether it takes several values: by a repeated flag, by commas in the environment, by a list in the file.
    let isList: Bool
    let isSecret: Bool
    /// What separates several values in the environment; `nil` where there can be only one.
    let separator: Character?

    /// The value as texts, exactly one unless the setting is a list.
    let read: @Sendable (ServeConfiguration) -> [String]
    /// Sets the value; answers with the first text that is not allowed, without setting anything.
    let write: @Sendable (inout ServeConfiguration, [String]) -> RefusedText?

    /// The variable of the environment that sets it: `CREEL_MAX_MESSAGE_SIZE`.
    var variable: String { Setting.variablePrefix + name.uppercased().split(separator: "-").joined(separator: "_") }

    var flag: String { "--\(name)" }

    static let variablePrefix = "CREEL_"

    /// A text that a setting does not allow.
    struct RefusedText: Hashable, Sendable {
        let text: String
        /// What is wrong with it, where that can be said.
        var fault: String?
    }
}

extension SettingKind {
    fileprivate func refused(_ text: String) -> Setting.RefusedText {
        Setting.RefusedText(text: text, fault: fault?(text))
    }
}

extension Setting {
    typealias Path<Value> = any WritableKeyPath<ServeConfiguration, Value> & Sendable

    /// A setting of one value.
    init<Value>(
        _ name: String, _ path: Path<Value>, _ kind: SettingKind<Value>, _ help: String, whenReached: String? = nil
    ) {
        self.init(
            name: name, help: help, whenReached: whenReached, placeholder: kind.placeholder, allowed: kind.allowed,
            isList: false, isSecret: kind.isSecret, separator: nil,
            read: { [kind.print($0[keyPath: path])] },
            write: { configuration, texts in
                // Given twice, the later one counts, so that a wrapper's flags can be overridden.
                let text = texts.last ?? ""
                guard let value = kind.parse(text) else { return kind.refused(text) }
                configuration[keyPath: path] = value
                return nil
            })
    }

    /// A setting of any number of values, but at least `minimum` and at most `maximum`.
    init<Value>(
        _ name: String, listOf kind: SettingKind<Value>, _ path: Path<[Value]>, atLeast minimum: Int = 0,
        atMost maximum: Int = .max, _ help: String
    ) {
        self.init(
            name: name, help: help, whenReached: nil, placeholder: kind.placeholder, allowed: kind.allowed,
            isList: true, isSecret: kind.isSecret, separator: kind.separator,
            read: { $0[keyPath: path].map(kind.print) },
            write: { configuration, texts in
                guard texts.count >= minimum else { return RefusedText(text: "[]") }
                guard texts.count <= maximum else {
                    return RefusedText(
                        text: texts[maximum], fault: "there are \(texts.count), and \(maximum) may be")
                }
                var values: [Value] = []
                for text in texts {
                    guard let value = kind.parse(text) else { return kind.refused(text) }
                    values.append(value)
                }
                configuration[keyPath: path] = values
                return nil
            })
    }
}
