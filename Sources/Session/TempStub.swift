/// `clearway demo`.
package func demo(isAutomatic: Bool, recording: String?) -> Outcome { .done }
