using System;
using System.IO;

namespace Bench;

/// <summary>Programs of this build, which lie beside ours.</summary>
internal static class Built
{
    public static string Path(string project)
    {
        var ours = new DirectoryInfo(AppContext.BaseDirectory);
        return System.IO.Path.Combine(ours.Parent!.Parent!.FullName, project, ours.Name, $"{project}.dll");
    }
}
