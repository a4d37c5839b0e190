using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Analytics.DuckDb;

/// <summary>Objects of ours in the engine's keeping.</summary>
internal static class Callback
{
    /// <summary>A pointer that keeps <paramref name="target"/> alive until <see cref="Release"/>.</summary>
    public static nint Hold(object target) => GCHandle.ToIntPtr(GCHandle.Alloc(target));

    public static T Held<T>(nint pointer)
        where T : class => (T)GCHandle.FromIntPtr(pointer).Target!;

    /// <summary>The destroy callback: lets go, and disposes what is disposable.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Release(nint pointer)
    {
        var handle = GCHandle.FromIntPtr(pointer);
        var target = handle.Target;
        handle.Free();
        try
        {
            (target as IDisposable)?.Dispose();
        }
        catch (Exception error)
        {
            // There is nobody to tell: the statement is over, and the engine's frames cannot be unwound.
            Trace.TraceError("Disposing {0} failed: {1}", target, error);
        }
    }
}
