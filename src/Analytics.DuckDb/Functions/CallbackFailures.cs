namespace Analytics.DuckDb;

/// <summary>
/// Exceptions on their way through the engine, which carries only their text: when the statement fails with that text,
/// the exception becomes the inner one, so that its type and stack are not lost.
/// </summary>
internal static class CallbackFailures
{
    /// <summary>Of several threads that fail, the engine reports one; what the others left is pushed out.</summary>
    private const int Kept = 64;

    private static readonly Lock Gate = new();
    private static readonly LinkedList<(string Text, Exception Error)> Failures = new();

    /// <summary>Keeps the exception; gives the text for the engine.</summary>
    public static string Keep(Exception error)
    {
        var text = error.Message.Length > 0 ? error.Message.Replace('\0', ' ') : error.GetType().Name;
        lock (Gate)
        {
            Failures.AddFirst((text, error));
            if (Failures.Count > Kept)
                Failures.RemoveLast();
        }
        return text;
    }

    /// <summary>The newest exception whose text the engine's message contains; null if there is none.</summary>
    public static Exception? Take(string engineMessage)
    {
        lock (Gate)
        {
            for (var node = Failures.First; node is not null; node = node.Next)
            {
                if (!engineMessage.Contains(node.Value.Text, StringComparison.Ordinal))
                    continue;
                Failures.Remove(node);
                return node.Value.Error;
            }
            return null;
        }
    }
}
