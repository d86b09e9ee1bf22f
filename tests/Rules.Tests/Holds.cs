using System;
using FsCheck;
using FsCheck.Fluent;

namespace Rules.Tests;

/// <summary>
/// A property over generated cases: the same cases on every machine, so that red is red for everybody.
/// </summary>
internal static class Holds
{
    private static readonly Config Repeatable = Config
        .QuickThrowOnFailure.WithMaxTest(300)
        .WithReplay(20261121, 7)
        .WithQuietOnSuccess(true);

    public static void ForAll<T>(Gen<T> cases, Func<T, bool> holds) =>
        Prop.ForAll(cases.ToArbitrary(), holds).Check(Repeatable);
}
