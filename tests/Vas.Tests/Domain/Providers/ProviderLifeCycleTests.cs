using System;
using System.Collections.Generic;
using Rules;
using Shouldly;
using Vas.Domain.Providers;
using Xunit;

namespace Vas.Tests.Domain.Providers;

/// <summary>Each life cycle as its full status × action table; what is not listed is refused (V1, V2, V9).</summary>
public sealed class ProviderLifeCycleTests
{
    private static readonly Dictionary<(ProviderStatus, ProviderAction), ProviderStatus> ProviderMoves = new()
    {
        [(ProviderStatus.Applied, ProviderAction.Approve)] = ProviderStatus.Active,
        [(ProviderStatus.Applied, ProviderAction.Reject)] = ProviderStatus.Rejected,
        [(ProviderStatus.Active, ProviderAction.SuspendSales)] = ProviderStatus.SalesSuspended,
        [(ProviderStatus.SalesSuspended, ProviderAction.SuspendSales)] = ProviderStatus.SalesSuspended,
        [(ProviderStatus.SalesSuspended, ProviderAction.ResumeSales)] = ProviderStatus.Active,
        [(ProviderStatus.Active, ProviderAction.Exit)] = ProviderStatus.Exited,
        [(ProviderStatus.SalesSuspended, ProviderAction.Exit)] = ProviderStatus.Exited,
    };

    private static readonly Dictionary<(SanctionStatus, SanctionAction), SanctionStatus> SanctionMoves = new()
    {
        [(SanctionStatus.InForce, SanctionAction.ProposeLifting)] = SanctionStatus.LiftProposed,
        [(SanctionStatus.LiftProposed, SanctionAction.RefuseLifting)] = SanctionStatus.InForce,
        [(SanctionStatus.LiftProposed, SanctionAction.ApproveLifting)] = SanctionStatus.Lifted,
        [(SanctionStatus.InForce, SanctionAction.UpholdObjection)] = SanctionStatus.Lifted,
        [(SanctionStatus.LiftProposed, SanctionAction.UpholdObjection)] = SanctionStatus.Lifted,
    };

    private static readonly Dictionary<(VasServiceStatus, VasServiceAction), VasServiceStatus> ServiceMoves = new()
    {
        [(VasServiceStatus.Proposed, VasServiceAction.Approve)] = VasServiceStatus.Live,
        [(VasServiceStatus.Proposed, VasServiceAction.Withdraw)] = VasServiceStatus.Withdrawn,
        [(VasServiceStatus.Live, VasServiceAction.Withdraw)] = VasServiceStatus.Withdrawn,
    };

    public static TheoryData<ProviderStatus, ProviderAction> EveryProviderMove() =>
        Every<ProviderStatus, ProviderAction>();

    public static TheoryData<SanctionStatus, SanctionAction> EverySanctionMove() =>
        Every<SanctionStatus, SanctionAction>();

    public static TheoryData<VasServiceStatus, VasServiceAction> EveryServiceMove() =>
        Every<VasServiceStatus, VasServiceAction>();

    [Theory]
    [MemberData(nameof(EveryProviderMove))]
    public void V1_a_provider_moves_only_as_the_table_says(ProviderStatus from, ProviderAction by) =>
        Check(ProviderMoves, from, by, ProviderLifeCycle.Next, "provider.illegal-move");

    [Theory]
    [MemberData(nameof(EverySanctionMove))]
    public void V9_a_sanction_moves_only_as_the_table_says(SanctionStatus from, SanctionAction by) =>
        Check(SanctionMoves, from, by, SanctionLifeCycle.Next, "sanction.illegal-move");

    [Theory]
    [MemberData(nameof(EveryServiceMove))]
    public void V2_a_service_moves_only_as_the_table_says(VasServiceStatus from, VasServiceAction by) =>
        Check(ServiceMoves, from, by, VasServiceLifeCycle.Next, "service.illegal-move");

    private static void Check<TStatus, TAction>(
        Dictionary<(TStatus, TAction), TStatus> allowed,
        TStatus from,
        TAction by,
        Func<TStatus, TAction, TStatus> next,
        string code
    )
        where TStatus : struct, Enum
        where TAction : struct, Enum
    {
        if (allowed.TryGetValue((from, by), out var to))
        {
            next(from, by).ShouldBe(to);
        }
        else
        {
            Should.Throw<RuleViolation>(() => next(from, by)).Code.ShouldBe(code);
        }
    }

    private static TheoryData<TStatus, TAction> Every<TStatus, TAction>()
        where TStatus : struct, Enum
        where TAction : struct, Enum
    {
        var pairs = new TheoryData<TStatus, TAction>();
        foreach (var status in Enum.GetValues<TStatus>())
        {
            foreach (var action in Enum.GetValues<TAction>())
            {
                pairs.Add(status, action);
            }
        }

        return pairs;
    }
}
