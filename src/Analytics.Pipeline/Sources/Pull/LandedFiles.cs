namespace Analytics.Pipeline.Sources.Pull;

/// <summary>What lies in a source's landing folder once it was pulled.</summary>
/// <param name="Files">Whole files, in the order of their remote names or pages.</param>
/// <param name="Failures">What could not be brought here this time.</param>
public sealed record LandedFiles(IReadOnlyList<LandedFile> Files, IReadOnlyList<PullFailure> Failures);

/// <summary>One whole file in the landing folder.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Sha256">Of its bytes; null where they may have changed since they landed.</param>
public sealed record LandedFile(string Path, string? Sha256);

/// <summary>A file that could not be brought here.</summary>
/// <param name="Address">What the log calls it: without query, which may hold what is secret.</param>
/// <param name="Name">What the lake calls it.</param>
/// <param name="Reason">Why, in the program's own words.</param>
public sealed record PullFailure(string Address, string Name, string Reason);
