"""Every schema of the API, whichever operations it is of.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from credit_window_client.operations.calendar import AffectedAnswer as AffectedAnswer
from credit_window_client.operations.calendar import CalendarImportAnswer as CalendarImportAnswer
from credit_window_client.operations.calendar import ClockCounts as ClockCounts
from credit_window_client.operations.calendar import DayAnswer as DayAnswer
from credit_window_client.operations.calendar import WorkingAnswer as WorkingAnswer
from credit_window_client.operations.calendar import YearAnswer as YearAnswer
from credit_window_client.operations.case_figures import CaseFiguresAnswer as CaseFiguresAnswer
from credit_window_client.operations.case_figures import LoadAnswer as LoadAnswer
from credit_window_client.operations.case_figures import MonthAnswer as MonthAnswer
from credit_window_client.operations.case_figures import ReasonAnswer as ReasonAnswer
from credit_window_client.operations.case_figures import StepAnswer as StepAnswer
from credit_window_client.operations.check_batches import BatchAnswer as BatchAnswer
from credit_window_client.operations.check_batches import BatchFailure as BatchFailure
from credit_window_client.operations.check_batches import BatchPage as BatchPage
from credit_window_client.operations.check_batches import BatchPreviewAnswer as BatchPreviewAnswer
from credit_window_client.operations.check_batches import RefusedRow as RefusedRow
from credit_window_client.operations.checks import Basis as Basis
from credit_window_client.operations.checks import CheckAnswer as CheckAnswer
from credit_window_client.operations.checks import Fact as Fact
from credit_window_client.operations.checks import MaskedSubject as MaskedSubject
from credit_window_client.operations.checks import RuleSet as RuleSet
from credit_window_client.operations.checks import Subject as Subject
from credit_window_client.operations.communities import AlterationAnswer as AlterationAnswer
from credit_window_client.operations.communities import AnnouncedAnswer as AnnouncedAnswer
from credit_window_client.operations.communities import BoardAnswer as BoardAnswer
from credit_window_client.operations.communities import BoardLineAnswer as BoardLineAnswer
from credit_window_client.operations.communities import BoardTotalsAnswer as BoardTotalsAnswer
from credit_window_client.operations.communities import CapsAnswer as CapsAnswer
from credit_window_client.operations.communities import CatalogueAnswer as CatalogueAnswer
from credit_window_client.operations.communities import ChangeAnswer as ChangeAnswer
from credit_window_client.operations.communities import ClaimAnswer as ClaimAnswer
from credit_window_client.operations.communities import DimensionAnswer as DimensionAnswer
from credit_window_client.operations.communities import EntryImportAnswer as EntryImportAnswer
from credit_window_client.operations.communities import EntryImportCounts as EntryImportCounts
from credit_window_client.operations.communities import EntryImportLinks as EntryImportLinks
from credit_window_client.operations.communities import GoodsAnswer as GoodsAnswer
from credit_window_client.operations.communities import GoodsListAnswer as GoodsListAnswer
from credit_window_client.operations.communities import ItemAnswer as ItemAnswer
from credit_window_client.operations.communities import OwnPlaceAnswer as OwnPlaceAnswer
from credit_window_client.operations.communities import PlaceAnswer as PlaceAnswer
from credit_window_client.operations.communities import PlacesAnswer as PlacesAnswer
from credit_window_client.operations.communities import StarAnswer as StarAnswer
from credit_window_client.operations.communities import TierAnswer as TierAnswer
from credit_window_client.operations.credit_reports import CreditReportRow as CreditReportRow
from credit_window_client.operations.credit_reports import (
    CreditReportsAnswer as CreditReportsAnswer,
)
from credit_window_client.operations.effects import Attempt as Attempt
from credit_window_client.operations.effects import EffectDetail as EffectDetail
from credit_window_client.operations.effects import EffectList as EffectList
from credit_window_client.operations.enterprises import Applying as Applying
from credit_window_client.operations.enterprises import CreditReportAnswer as CreditReportAnswer
from credit_window_client.operations.enterprises import CreditReportEntry as CreditReportEntry
from credit_window_client.operations.enterprises import CreditReportLine as CreditReportLine
from credit_window_client.operations.enterprises import CreditReportMeaning as CreditReportMeaning
from credit_window_client.operations.enterprises import CreditReportPair as CreditReportPair
from credit_window_client.operations.enterprises import CreditReportSection as CreditReportSection
from credit_window_client.operations.enterprises import CreditReportSubject as CreditReportSubject
from credit_window_client.operations.enterprises import EnterpriseAnswer as EnterpriseAnswer
from credit_window_client.operations.enterprises import Hindrance as Hindrance
from credit_window_client.operations.enterprises import HonourAnswer as HonourAnswer
from credit_window_client.operations.enterprises import MeasureBasisAnswer as MeasureBasisAnswer
from credit_window_client.operations.enterprises import Need as Need
from credit_window_client.operations.enterprises import QueryBasis as QueryBasis
from credit_window_client.operations.enterprises import RecordAnswer as RecordAnswer
from credit_window_client.operations.enterprises import Supplement as Supplement
from credit_window_client.operations.entries import ObjectionAnswer as ObjectionAnswer
from credit_window_client.operations.entry_objections import DisputeAnswer as DisputeAnswer
from credit_window_client.operations.entry_objections import DisputesAnswer as DisputesAnswer
from credit_window_client.operations.entry_objections import DisputeSummary as DisputeSummary
from credit_window_client.operations.me import AccessLogAnswer as AccessLogAnswer
from credit_window_client.operations.me import OwnAccount as OwnAccount
from credit_window_client.operations.me import OwnBasis as OwnBasis
from credit_window_client.operations.me import OwnConsent as OwnConsent
from credit_window_client.operations.me import OwnConsentsAnswer as OwnConsentsAnswer
from credit_window_client.operations.me import OwnDataAnswer as OwnDataAnswer
from credit_window_client.operations.me import OwnItem as OwnItem
from credit_window_client.operations.me import OwnLook as OwnLook
from credit_window_client.operations.me import OwnMonth as OwnMonth
from credit_window_client.operations.me import OwnPart as OwnPart
from credit_window_client.operations.me import OwnSubject as OwnSubject
from credit_window_client.operations.me import OwnValue as OwnValue
from credit_window_client.operations.measure_applications import (
    MeasureApplicationAnswer as MeasureApplicationAnswer,
)
from credit_window_client.operations.measure_applications import (
    MeasureApplicationList as MeasureApplicationList,
)
from credit_window_client.operations.measure_applications import MeasureRecord as MeasureRecord
from credit_window_client.operations.measure_applications import MeasureShort as MeasureShort
from credit_window_client.operations.measure_applications import MeasureSubject as MeasureSubject
from credit_window_client.operations.measures import MeasureAnswer as MeasureAnswer
from credit_window_client.operations.measures import MeasureBasis as MeasureBasis
from credit_window_client.operations.measures import MeasureFiguresAnswer as MeasureFiguresAnswer
from credit_window_client.operations.measures import MeasureLiftedBy as MeasureLiftedBy
from credit_window_client.operations.measures import MeasureList as MeasureList
from credit_window_client.operations.measures import MeasureTarget as MeasureTarget
from credit_window_client.operations.measures import NewMeasure as NewMeasure
from credit_window_client.operations.members import LineAnswer as LineAnswer
from credit_window_client.operations.members import OrderAnswer as OrderAnswer
from credit_window_client.operations.members import OrdersAnswer as OrdersAnswer
from credit_window_client.operations.members import PlacedAnswer as PlacedAnswer
from credit_window_client.operations.members import StatementAnswer as StatementAnswer
from credit_window_client.operations.members import SumsAnswer as SumsAnswer
from credit_window_client.operations.messages import NoticeAnswer as NoticeAnswer
from credit_window_client.operations.messages import NoticesAnswer as NoticesAnswer
from credit_window_client.operations.messages import ReadAnswer as ReadAnswer
from credit_window_client.operations.objections import CreditMatter as CreditMatter
from credit_window_client.operations.objections import (
    CreditObjectionAnswer as CreditObjectionAnswer,
)
from credit_window_client.operations.objections import (
    CreditObjectionsAnswer as CreditObjectionsAnswer,
)
from credit_window_client.operations.objections import (
    CreditObjectionSummary as CreditObjectionSummary,
)
from credit_window_client.operations.objections import WindowVisitor as WindowVisitor
from credit_window_client.operations.papers import VerifyAnswer as VerifyAnswer
from credit_window_client.operations.queries import AboutSubject as AboutSubject
from credit_window_client.operations.queries import AnswerAboutOne as AnswerAboutOne
from credit_window_client.operations.queries import LegalBasis as LegalBasis
from credit_window_client.operations.queries import MarkMeaning as MarkMeaning
from credit_window_client.operations.queries import QueriesAnswer as QueriesAnswer
from credit_window_client.operations.queries import QueryAnswer as QueryAnswer
from credit_window_client.operations.queries import QueryCounts as QueryCounts
from credit_window_client.operations.queries import QueryRow as QueryRow
from credit_window_client.operations.queries import RowProblem as RowProblem
from credit_window_client.operations.queries import SubjectRow as SubjectRow
from credit_window_client.operations.queries import ToldMeasure as ToldMeasure
from credit_window_client.operations.queries import ToldRecord as ToldRecord
from credit_window_client.operations.query_authorisations import (
    AuthorisationAnswer as AuthorisationAnswer,
)
from credit_window_client.operations.query_authorisations import (
    AuthorisationsAnswer as AuthorisationsAnswer,
)
from credit_window_client.operations.query_purposes import PurposeRow as PurposeRow
from credit_window_client.operations.query_purposes import PurposesAnswer as PurposesAnswer
from credit_window_client.operations.record_imports import Counts as Counts
from credit_window_client.operations.record_imports import ImportAnswer as ImportAnswer
from credit_window_client.operations.record_imports import ImportFailure as ImportFailure
from credit_window_client.operations.record_imports import ImportsAnswer as ImportsAnswer
from credit_window_client.operations.record_imports import Links as Links
from credit_window_client.operations.record_imports import Note as Note
from credit_window_client.operations.records import ServedNotice as ServedNotice
from credit_window_client.operations.redemptions import CollectedAnswer as CollectedAnswer
from credit_window_client.operations.repair_cases import Action as Action
from credit_window_client.operations.repair_cases import Authorisation as Authorisation
from credit_window_client.operations.repair_cases import BulkAnswer as BulkAnswer
from credit_window_client.operations.repair_cases import BulkItem as BulkItem
from credit_window_client.operations.repair_cases import CaseAnswer as CaseAnswer
from credit_window_client.operations.repair_cases import CaseLinks as CaseLinks
from credit_window_client.operations.repair_cases import CaseRecord as CaseRecord
from credit_window_client.operations.repair_cases import CasesAnswer as CasesAnswer
from credit_window_client.operations.repair_cases import CaseSubject as CaseSubject
from credit_window_client.operations.repair_cases import CaseSummary as CaseSummary
from credit_window_client.operations.repair_cases import Clock as Clock
from credit_window_client.operations.repair_cases import CountedDayAnswer as CountedDayAnswer
from credit_window_client.operations.repair_cases import DocumentAnswer as DocumentAnswer
from credit_window_client.operations.repair_cases import DocumentsAnswer as DocumentsAnswer
from credit_window_client.operations.repair_cases import Effect as Effect
from credit_window_client.operations.repair_cases import Event as Event
from credit_window_client.operations.repair_cases import Field as Field
from credit_window_client.operations.repair_cases import Letter as Letter
from credit_window_client.operations.rights_requests import RightsAnswer as RightsAnswer
from credit_window_client.operations.rights_requests import RightsAsked as RightsAsked
from credit_window_client.operations.rights_requests import RightsListAnswer as RightsListAnswer
from credit_window_client.operations.rights_requests import RightsSummary as RightsSummary
from credit_window_client.operations.rights_requests import RightsVisitor as RightsVisitor
from credit_window_client.operations.rule_previews import PreviewAnswer as PreviewAnswer
from credit_window_client.operations.rule_previews import PreviewCause as PreviewCause
from credit_window_client.operations.rule_previews import PreviewChangeAnswer as PreviewChangeAnswer
from credit_window_client.operations.rule_previews import PreviewChangePage as PreviewChangePage
from credit_window_client.operations.rule_previews import PreviewFlow as PreviewFlow
from credit_window_client.operations.rule_previews import PreviewItem as PreviewItem
from credit_window_client.operations.rule_previews import PreviewPage as PreviewPage
from credit_window_client.operations.rule_previews import PreviewResult as PreviewResult
from credit_window_client.operations.rule_previews import PreviewSubject as PreviewSubject
from credit_window_client.operations.rule_previews import PreviewTable as PreviewTable
from credit_window_client.operations.statistics import BreakdownAnswer as BreakdownAnswer
from credit_window_client.operations.statistics import ChapterAnswer as ChapterAnswer
from credit_window_client.operations.statistics import FigureAnswer as FigureAnswer
from credit_window_client.operations.statistics import RateAnswer as RateAnswer
from credit_window_client.operations.statistics import ReportMonth as ReportMonth
from credit_window_client.operations.statistics import SliceAnswer as SliceAnswer
from credit_window_client.operations.statistics import StatisticsAnswer as StatisticsAnswer
from credit_window_client.operations.subject_matches import MatchAnswer as MatchAnswer
from credit_window_client.operations.subjects import SubjectAnswer as SubjectAnswer
from credit_window_client.operations.tokens import TokenAnswer as TokenAnswer
from credit_window_client.operations.uploads import UploadAnswer as UploadAnswer
