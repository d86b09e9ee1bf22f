using System;
using Billing.Domain.Compensations;

namespace Billing.Tests.Domain.Compensations;

internal static class Given
{
    public const string Agent = "agent-7";
    public const string Supervisor = "supervisor-2";

    public static readonly DateOnly Today = new(2026, 11, 22);
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);
    public static readonly Allowance Nothing = new(0, 0, 0);

    public static Compensation GrantedAtOnce(decimal amount) =>
        Compensation.Request(Order(amount), Agent, Allowance.Unlimited, Today, Now);

    public static Compensation Waiting(decimal amount) =>
        Compensation.Request(Order(amount), Agent, Nothing, Today, Now);

    public static Compensation DueAgain(decimal amount)
    {
        var compensation = GrantedAtOnce(amount);
        compensation.ClawBack(Supervisor, "线路正常", fromBalance: 0, Now);
        return compensation;
    }

    private static CompensationOrder Order(decimal amount) =>
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), "C-20261121-000042", "first", amount, "CNY", "宽带中断三天");
}
