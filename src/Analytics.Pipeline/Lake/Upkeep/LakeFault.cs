namespace Analytics.Pipeline.Lake.Upkeep;

/// <summary>What can be wrong with a file of a lake.</summary>
public enum LakeFaultKind
{
    /// <summary>A manifest names it and it is not there.</summary>
    MissingFile,

    /// <summary>It is longer or shorter than its manifest says.</summary>
    OtherSize,

    /// <summary>As long as its manifest says, with other bytes.</summary>
    OtherBytes,

    /// <summary>The system gives an error instead of its bytes.</summary>
    Unreadable,

    /// <summary>Nothing names it.</summary>
    ExtraFile,

    /// <summary>A snapshot without its manifest.</summary>
    MissingManifest,

    /// <summary>A manifest that is not as a run wrote it.</summary>
    DamagedManifest,

    /// <summary><c>lake.json</c> is gone or not as a run wrote it.</summary>
    DamagedDescription,

    /// <summary>A snapshot is published and there is no catalog.</summary>
    MissingCatalog,

    /// <summary>The catalog is not as it was published: damaged, or somebody wrote into it.</summary>
    ChangedCatalog,

    /// <summary>The catalog shows another run than the published one, or another lake.</summary>
    OtherCatalog,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Path">Relative to the lake.</param>
/// <param name="Message">What was found, what was expected, and what it concerns.</param>
/// <param name="Runs">Ids of the snapshots that need the file; empty if none does.</param>
public sealed record LakeFault(LakeFaultKind Kind, string Path, string Message, IReadOnlyList<string> Runs);

/// <summary>What <c>runs verify</c> found.</summary>
/// <param name="RunId">Of the published snapshot; null if there is none.</param>
/// <param name="Files">Distinct files that manifests name.</param>
/// <param name="Bytes">Their bytes, as manifests say.</param>
/// <param name="Faults">In the order of paths; empty for a whole lake.</param>
/// <param name="Notes">What is no fault and good to know.</param>
public sealed record LakeCondition(
    string Lake,
    string? RunId,
    int Snapshots,
    int Files,
    long Bytes,
    IReadOnlyList<LakeFault> Faults,
    IReadOnlyList<string> Notes);
