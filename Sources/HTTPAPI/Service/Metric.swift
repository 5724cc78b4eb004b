/// A measured quantity, as Prometheus reads it. Text format 0.0.4.
package struct Metric: Sendable {
    package enum Kind: String, Sendable { case counter, gauge }

    package var name: String
    package var meaning: String
    package var kind: Kind
    /// Values with their labels; one without labels when there is nothing to tell apart.
    package var samples: [(labels: [(name: String, value: String)], value: Int)]

    /// A quantity that is one number.
    package init(_ name: String, _ meaning: String, kind: Kind, value: Int) {
        self.init(name, meaning, kind: kind, samples: [([], value)])
    }

    package init(
        _ name: String, _ meaning: String, kind: Kind, samples: [(labels: [(name: String, value: String)], value: Int)]
    ) {
        (self.name, self.meaning, self.kind, self.samples) = (name, meaning, kind, samples)
    }

    /// The lines of this metric, each with its line end.
    var text: String {
        let head = "# HELP \(name) \(meaning)\n# TYPE \(name) \(kind.rawValue)\n"
        return samples.reduce(into: head) { text, sample in
            text += "\(name)\(Self.text(of: sample.labels)) \(sample.value)\n"
        }
    }

    private static func text(of labels: [(name: String, value: String)]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",") + "}"
    }

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.append(character)
            }
        }
    }
}
