namespace Analytics.Pipeline.Sources.Pull;

/// <summary>What was pulled for one source.</summary>
/// <param name="Address">Without query.</param>
/// <param name="Files">Came new or in another version.</param>
/// <param name="Unchanged">Were here already.</param>
/// <param name="Bytes">Of all answers, those of broken attempts too.</param>
/// <param name="Retries">Requests that had to be made again.</param>
public sealed record PullReport(
    string Source, string Address, long Files, long Unchanged, int Failed, long Bytes, long Requests, long Retries);

/// <summary>A file that a pull would ask for.</summary>
/// <param name="Bytes">Null where the server does not tell beforehand.</param>
/// <param name="State"><c>new</c>, <c>changed</c>, <c>unchanged</c>, or why it cannot be had.</param>
public sealed record PullPreview(string Source, string Address, long? Bytes, string State);
