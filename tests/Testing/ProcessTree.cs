using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Testing;

/// <summary>Processes by their parents, as Linux tells it under /proc.</summary>
internal static class ProcessTree
{
    private const char Zombie = 'Z';

    public static IEnumerable<int> Children(int parent) =>
        from folder in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(folder)
        where name.All(char.IsAsciiDigit)
        let child = int.Parse(name, CultureInfo.InvariantCulture)
        where Read(child) is { } stat && stat.Parent == parent
        select child;

    /// <summary>Children, each before its own children, and so on; the process itself is not included.</summary>
    public static List<int> Below(int process) =>
        [.. Children(process).SelectMany(child => Below(child).Prepend(child))];

    public static bool IsScript(int process) =>
        File.ReadAllText($"/proc/{process}/cmdline").StartsWith("bash", StringComparison.Ordinal);

    public static bool IsAlive(int process) => Read(process) is { State: not Zombie };

    public static void Kill(int process)
    {
        try
        {
            using var victim = Process.GetProcessById(process);
            victim.Kill();
        }
        catch (ArgumentException)
        {
            // It went by itself, as backends do when their postmaster is gone.
        }
    }

    /// <summary>Null when there is no such process any more. The name, in brackets, may hold blanks.</summary>
    private static (char State, int Parent)? Read(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var afterName = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (afterName[0][0], int.Parse(afterName[1], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
