using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Runs;

namespace Analytics.Pipeline.Resources;

/// <summary>What one run may use.</summary>
/// <param name="MemoryBytes">Highest resident memory that the run plans with.</param>
/// <param name="MemorySource">Who set that limit, in words.</param>
/// <param name="Threads">Threads of every stage and of the engine.</param>
/// <param name="DiskReserveBytes">Space of the lake's file system that stays free.</param>
public sealed record RunResources(long MemoryBytes, string MemorySource, int Threads, long DiskReserveBytes)
{
    /// <summary>
    /// Options count before the pipeline file, and that before the machine; never more memory than the machine has.
    /// </summary>
    /// <param name="root">Where /proc and /sys lie; another folder in tests.</param>
    public static RunResources Of(PipelineDefinition definition, RunOptions options, string root = "/")
    {
        var (memory, source) = Machine.Memory(root);
        if (options.MemoryBytes < memory) (memory, source) = (options.MemoryBytes.Value, "--memory");
        else if (options.MemoryBytes is null && definition.Resources.MemoryBytes < memory)
            (memory, source) = (definition.Resources.MemoryBytes.Value, "resources.memory");
        var threads = definition.Resources.Threads ?? Environment.ProcessorCount;
        if (options.Threads > 0) threads = options.Threads;
        return new RunResources(memory, source, threads, definition.Resources.DiskReserveBytes);
    }
}
