using System.Collections.Generic;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Contract;
using static Aspire.Hosting.Dashboard.Contract.ResourceCommandState;

namespace Aspire.Hosting.Dashboard;

/// <summary>The buttons of a resource in its present state.</summary>
internal static class ResourceCommands
{
    internal static IEnumerable<ResourceCommand> Of(ResourceEvent change)
    {
        if (change.Resource is ParameterResource or PostgresDatabaseResource || change.Snapshot.IsHidden)
        {
            return []; // no process of its own
        }

        var (start, stop, restart) = States(change.Snapshot.State?.Text);
        return
        [
            Button(KnownResourceCommands.StartCommand, "Start", "Play", start, highlighted: true),
            Button(KnownResourceCommands.StopCommand, "Stop", "Stop", stop, highlighted: true),
            Button(KnownResourceCommands.RestartCommand, "Restart", "ArrowCounterclockwise", restart),
        ];
    }

    private static (ResourceCommandState Start, ResourceCommandState Stop, ResourceCommandState Restart) States(
        string? state
    ) =>
        state switch
        {
            "Running" => (Hidden, Enabled, Enabled),
            "Stopping" => (Hidden, Disabled, Disabled),
            "Starting" or null => (Disabled, Hidden, Disabled),
            "Waiting" => (Enabled, Hidden, Disabled), // starts without waiting any longer
            _ => (Enabled, Hidden, Disabled),
        };

    private static ResourceCommand Button(
        string name,
        string text,
        string icon,
        ResourceCommandState state,
        bool highlighted = false
    ) =>
        new()
        {
            Name = name,
            DisplayName = text,
            DisplayDescription = $"{text} resource",
            IconName = icon,
            IconVariant = highlighted ? IconVariant.Filled : IconVariant.Regular,
            IsHighlighted = highlighted,
            State = state,
        };
}
