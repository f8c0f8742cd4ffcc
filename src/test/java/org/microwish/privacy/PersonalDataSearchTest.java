package org.microwish.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.privacy.PersonalDataSearch.Kind;
import org.microwish.privacy.PersonalDataSearch.Match;
import org.microwish.privacy.PersonalDataSearch.Values;

@Tag("fast")
class PersonalDataSearchTest {

  private static final List<String> PLACES = List.of("梅影社区（示例）", "梅花村街", "越秀区", "广州市");
  private static final Values NOTHING = new Values(List.of(), List.of(), List.of(), PLACES);
  private static final Values WISH =
      new Values(
          List.of("陈一鸣", "居民"),
          List.of("13912345678"),
          List.of("广州市越秀区梅花村街梅影社区梅影里1号楼402房（示例）"),
          PLACES);

  private static List<Kind> kinds(String text, Values values) {
    return PersonalDataSearch.find(text, values).stream().map(Match::kind).distinct().toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "请打13912345678",
        "请打 139 1234 5678",
        "请打139-1234-5678",
        "请打１３９１２３４５６７８",
        "请打一三九一二三四五六七八",
        "请打幺三九壹贰叁肆伍陆柒捌",
        "请打139、1234、5678",
        "请打+86 139 1234 5678",
        "请打139\u200b1234\u200b5678",
        "尾号12345678",
        "请打①③⑨12345678",
        "请打139\n1234\r\n5678",
        "请打139。1234。5678"
      })
  void ownNumber_isFoundInAnySpelling(String text) {
    assertThat(kinds(text, WISH)).containsExactly(Kind.PHONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"找陈一鸣", "找陈 一 鸣", "找陈·一鸣", "联系陈1鸣"})
  void ownName_isFoundInAnySpelling(String text) {
    assertThat(kinds(text, WISH)).containsExactly(Kind.NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"梅影里1号楼402房漏水", "梅影里一号楼四零二房漏水", "１号楼 ４０２ 房漏水", "402房的老人", "住1号楼四〇二"})
  void ownAddress_isFoundByItsRoom(String text) {
    assertThat(kinds(text, WISH)).containsExactly(Kind.ADDRESS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "梅影社区的居民想要402个花盆",
        "梅影里1号楼加装扶手",
        "越秀区梅花村街梅影社区",
        "十二台水泵惠及三十四栋、六百二十八户、约一千八百人",
        "预算97150.60元，2026-11-29前完成",
        "1、3、5、7、9、11、13、15、17、19、21号楼",
        "信用代码91440101MA5CLF0X1A",
        "拨打12345或400-800-1234",
        "1,3,5,7,9,11,13,15号楼",
        "预算13,800,138,000元",
        "1301、1302、1303房",
        "402、403、404、405房",
        "2026年11月29日至2027年1月31日",
        "1、2、3、4、6、7、8、9、10、11栋",
        "为101、102、201、202、301房更换扶手",
        "101，102，201，202，301户",
        "150、200、300、50盏灯",
        "资助150、180、200、80元",
        "为1301、1302、301房更换门锁",
        "1501、1601、801房和1701、1801、901房漏水",
        "为301、302、401、403、501、502、601房安装感应灯",
        "每户资助138、150、180、200、300元",
        "分别采购150、160、170、180、190册图书",
        "三个社区分别有130、158、99名长者",
        "四期工程各投入138000、150000、86000、92000元",
        "预算分别为13500、8600、4200元",
        "工期15、30、45、60、90天",
        "楼栋1、2、3、5、6、8、10、12、15、18号",
        "1/3/5/7/9/11/13/15/17号楼",
        "第1、第3、第5、第7单元加装扶手",
        "3-5、7-9、11-13、15-17号楼之间的路灯",
        "2026/11/29、2026/12/06、2026/12/13上午义诊",
        "每天9:00、11:30、14:30、17:00量血压",
        "车位101、102、103、104、105、106、107号",
        "楼梯宽1.2米、长3.6米、高0.9米",
        "电梯载重630、800、1000、1350公斤",
        "1号至6号楼共48、48、60、60、72、72户",
        "轮椅10、拐杖15、助行器20、坐便椅30",
        "两批物资各1380、1500份",
        "分别投入1500、1380000元",
        "两个社区各花了13800、138000元",
        "10、20、30、50、100元面值",
        "200000、180000、150000元三个标段",
        "320000、250000、120000、90000元",
        ""
      })
  void ordinaryWords_areNotFound(String text) {
    assertThat(kinds(text, WISH)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "电话 138 0013 8000, PHONE",
    "加微信13800138000, PHONE",
    "座机（020）87654321, PHONE",
    "座机020-8765 4321, PHONE",
    "身份证11010519491231002X, IDENTITY_NUMBER",
    "身份证１１０１０５ １９４９１２３１ ００２ｘ, IDENTITY_NUMBER",
    "身份证110105491231002, IDENTITY_NUMBER"
  })
  void numbersOfAnybody_areFound(String text, Kind kind) {
    assertThat(kinds(text, NOTHING)).containsExactly(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "请打138\n0013\n8000",
        "请打138\u20280013\u20298000",
        "请打一三八\n〇〇一三\n八〇〇〇",
        "请打幺三八、○○幺三、八○○○",
        "请打壹叁捌 零零壹叁 捌零零零",
        "请打138。0013。8000",
        "请打１３８．００１３．８０００",
        "请打138、0013、8000",
        "请打138，0013，8000",
        "请打138/0013/8000",
        "请打138|0013|8000",
        "请打138~0013~8000",
        "请打138……0013……8000",
        "请打（138）00138000",
        "请打（138）0013、8000",
        "请打1/3/8/0/0/1/3/8/0/0/0",
        "请打1。3。8。0。0。1。3。8。0。0。0",
        "请打一、三、八、〇、〇、一、三、八、〇、〇、〇",
        "请打402房，138。0013。8000",
        "请打1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣",
        "请打𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎",
        "请打١٣٨٠٠١٣٨٠٠٠",
        "请打020、8765、4321",
        "请打1380、013、8000",
        "请打1380、0138、000",
        "请打0755、8765、4321",
        "请打1、3800138000",
        "请打13。80。0138000",
        "请打❶❸❽❶❷❸❹❺❻❼❽",
        "请打➊➌➑➊➋➌➍➎➏➐➑",
        "请打⓵⓷⓼12345678",
        "请打𞥑𞥓𞥘𞥑𞥒𞥓𞥔𞥕𞥖𞥗𞥘",
        "请打〡〣〨〡〢〣〤〥〦〧〨",
        "请打१३८१२३४५६७८"
      })
  void numberOfAnybody_isFoundHoweverItIsDivided(String text) {
    assertThat(kinds(text, NOTHING)).containsExactly(Kind.PHONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "身份证110105\n19491231\n002X",
        "身份证110105。19491231。002X",
        "身份证110105、1949、1231、002X",
        "身份证一一〇一〇五 一九四九一二三一 〇〇二X",
        "身份证幺幺〇幺〇五／一九四九／一二三一／〇〇二Ｘ",
        "身份证1、10105194912310021",
        "身份证11。0105。194912310021",
        "身份证1.1.0.1.0.5.1.9.4.9.1.2.3.1.0.0.2.X",
        "身份证1、1、0、1、0、5、1、9、4、9、1、2、3、1、0、0、2、1"
      })
  void identityNumber_isFoundHoweverItIsDivided(String text) {
    assertThat(kinds(text, NOTHING)).containsExactly(Kind.IDENTITY_NUMBER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"402房1号楼漏水", "402室，梅影里1栋", "住四零二室（一号楼）", "梅影里1-402漏水", "1幢402", "1号楼的402室"})
  void ownAddress_isFoundInAnyOrder(String text) {
    assertThat(kinds(text, WISH)).containsExactly(Kind.ADDRESS);
  }

  @Test
  void ownHouse_isFoundInAnyOrder() {
    Values house = new Values(List.of(), List.of(), List.of("梅花村街东华西路5号"), PLACES);
    assertThat(kinds("5号，东华西路", house)).containsExactly(Kind.ADDRESS);
    assertThat(kinds("东华西路的5号", house)).containsExactly(Kind.ADDRESS);
    assertThat(kinds("5号在东华西路", house)).containsExactly(Kind.ADDRESS);
    assertThat(kinds("东华西路需要5盏灯", house)).isEmpty();
    assertThat(kinds("在东华西路修路灯，需要5号电池", house)).isEmpty();
    assertThat(kinds("东华西路的路灯坏了，5号线旁", house)).isEmpty();
    assertThat(kinds("5号楼道灯，东华西路社区", house)).isEmpty();
    Values rooms = new Values(List.of(), List.of(), List.of("3栋2单元5房"), PLACES);
    assertThat(kinds("5房，2单元，3栋", rooms)).containsExactly(Kind.ADDRESS);
    assertThat(kinds("3栋2单元加装电梯", rooms)).isEmpty();
    assertThat(kinds("3栋需要5把椅子和2张桌子", rooms)).isEmpty();
    assertThat(kinds("每周2-5下午义诊", rooms)).isEmpty();
    assertThat(kinds("为5户居民安装3盏灯", rooms)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1栋402室漏水", "402室，1号楼", "3单元402漏水", "1-402漏水", "1-3-402漏水", "1号楼3单元402", "三单元四〇二"})
  void ownAddress_isFoundIfAUnitIsLeftOut(String text) {
    Values values = new Values(List.of(), List.of(), List.of("越秀区梅花村街梅影里1号楼3单元402房"), PLACES);
    assertThat(kinds(text, values)).containsExactly(Kind.ADDRESS);
    assertThat(kinds("预算1,402元，3,402元", values)).isEmpty();
    assertThat(kinds("1号楼3单元加装扶手", values)).isEmpty();
    assertThat(kinds("1号楼的302室", values)).isEmpty();
  }

  /**
   * At most one in a hundred harmless sentences may contain a match, with or without a wish's
   * values.
   */
  @Test
  void harmlessSentences_areNotFound() throws IOException {
    List<String> sentences =
        Files.readAllLines(Path.of("src/test/resources/moderation/harmless.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    assertThat(sentences).hasSizeGreaterThanOrEqualTo(300);
    for (Values values : List.of(NOTHING, WISH)) {
      assertThat(
              sentences.stream()
                  .filter(text -> !PersonalDataSearch.find(text, values).isEmpty())
                  .toList())
          .hasSizeLessThanOrEqualTo(sentences.size() / 100);
    }
  }

  private static List<Kind> kindsOf(String address, List<String> places, String text) {
    return kinds(text, new Values(List.of(), List.of(), List.of(address), places));
  }

  @ParameterizedTest
  @CsvSource({
    "梅影里1栋402, 为402房老人安装扶手",
    "梅影里1栋402, '402室，1栋'",
    "梅影里1栋402, 住1座的402室老人",
    "梅影里1栋402, 梅影里1-402漏水",
    "梅影里1-402, 梅影里1栋402房漏水",
    "梅影里1-402, 为402室更换水管",
    "梅影里1栋402房, 为402室更换水管",
    "东华西路5号（402房）, 为402房老人安装扶手",
    "东华西路5号（四〇二）, 为402房老人安装扶手",
    "梅影村12号, 梅影村12号老人需要轮椅",
    "梅影社区3栋, 梅影社区3栋的老人",
    "梅花村街梅影社区（示例）3栋, 梅影社区 三栋 的老人"
  })
  void address_isFoundHoweverItIsRecorded(String address, String text) {
    List<String> places = List.of("梅影社区（示例）", "梅影村", "梅花村街");
    assertThat(kindsOf(address, places, text)).containsExactly(Kind.ADDRESS);
  }

  @ParameterizedTest
  @CsvSource({
    "东华西路3巷5号, 6月5号前送3袋大米",
    "东华西路1巷5号, 5号前送一台电扇",
    "东华西路1巷5号, '6月5号，一位老人需要轮椅'",
    "东华西路1号2楼, 社区二楼活动室缺一台空调",
    "1号楼3单元, 给三单元装一盏灯",
    "梅影里12-3, 3号前送12袋大米",
    "梅影村12号, 梅影村需要12个花盆",
    "梅影社区3栋, 3栋需要一台水泵"
  })
  void numbersThatCountSomethingElse_areNoAddress(String address, String text) {
    List<String> places = List.of("梅影社区（示例）", "梅影村", "梅花村街");
    assertThat(kindsOf(address, places, text)).isEmpty();
  }

  @Test
  void match_hasThePositionInTheTextAsItWasWritten() {
    assertThat(PersonalDataSearch.find("😀请打 １３９-1234 5678，找陈 一鸣", WISH))
        .containsExactly(new Match(Kind.PHONE, 5, 18), new Match(Kind.NAME, 20, 24));
  }

  @ParameterizedTest
  @ValueSource(strings = {"李", "居民", "梅影社区党委", "王", "Li"})
  void wordInThePlaceOfAName_isNotSearched(String name) {
    Values values = new Values(List.of(name), List.of(), List.of(), List.of());
    assertThat(kinds("梅影社区党委请李居民和王居民Li看一看", values)).isEmpty();
  }

  @Test
  void addressWithoutNumber_isSearchedAsAWhole_butNotItsDivisions() {
    Values values = new Values(List.of(), List.of(), List.of("越秀区梅花村街梅影里（虚构地址）", "梅影社区"), PLACES);
    assertThat(kinds("梅影里的井盖", values)).isEmpty();
    Values house = new Values(List.of(), List.of(), List.of("梅花村街东华西路5号"), PLACES);
    assertThat(kinds("东华西路5号的老人", house)).containsExactly(Kind.ADDRESS);
    assertThat(kinds("东华西路15号的老人", house)).isEmpty();
    assertThat(kinds("5号的老人", house)).isEmpty();
  }

  /** The texts of the sample street are published: none contains its wish's own values. */
  @Test
  void sampleStreet_passes() throws IOException {
    Map<String, JsonNode> drafts = new HashMap<>();
    for (String line : Files.readAllLines(Path.of("src/main/resources/sample/wishes.ndjson"))) {
      JsonNode command = new ObjectMapper().readTree(line);
      String wish = command.path("wish").asText();
      if (command.has("draft")) {
        drafts.put(wish, command.path("draft").path("words"));
      }
      JsonNode words = command.path("publication");
      if (words.has("publicTitle")) {
        JsonNode own = drafts.get(wish);
        Values values =
            new Values(
                List.of(own.path("residentName").asText(), own.path("reporter").asText()),
                List.of(own.path("contactPhone").asText()),
                List.of(own.path("address").asText()),
                PLACES);
        for (String field : List.of("publicTitle", "publicSummary")) {
          String text = words.path(field).asText();
          assertThat(PersonalDataSearch.find(text, values)).as(text).isEmpty();
        }
      }
    }
  }
}
