//! Which units answer for a content group, by the words of its name: the beginning of a
//! table that the ward then owns.

use crate::text::fold;
use crate::ward::CATCH_ALL;

/// Words of a name (folded) and the units they point to, the leading one first. The first
/// line that matches decides, so the particular stands before the general.
const LEADS: &[(&[&str], &[&str])] = &[
    (&["chi dao, dieu hanh"], &["VP", "BXDD"]),
    (&["mttq", "mat tran"], &["MTTQ"]),
    (&["hdnd thanh pho", "hoi dong nhan dan"], &["HDND", "VP"]),
    (&["truyen thong chinh sach", "dinh huong phat trien"], &["VP", "KTHTDT"]),
    (&["cai cach hanh chinh", "thu tuc hanh chinh", "hanh chinh cong"], &["TTPVHCC", "VP"]),
    (&["khoa hoc", "chuyen doi so", "doi moi sang tao"], &["VHXH", "TTPVHCC"]),
    (&["tham nhung", "lang phi", "tieu cuc"], &["UBKT", "VP"]),
    (&["doi ngoai", "hoi nhap"], &["VP", "BXDD"]),
    (&["diem nghen"], &["KTHTDT", "CA", "YT"]),
    (&["giai phong mat bang", "du an chien luoc"], &["KTHTDT", "MTTQ", "CA"]),
    (&["du an", "cong trinh"], &["KTHTDT", "CA", "VP"]),
    (&["ha tang", "do thi", "moi truong", "tai nguyen", "ve sinh"], &["KTHTDT", "CA"]),
    (&["quoc phong", "an ninh", "trat tu", "phong chay", "chay no"], &["CA", "QS"]),
    (&["van hoa", "giao duc", "an sinh", "le hoi"], &["VHXH", "YT", "MTTQ"]),
    (&["y te", "dich benh", "suc khoe", "tiem chung"], &["YT", "VHXH"]),
    (&["kinh te", "tang truong", "doanh nghiep", "thuong mai"], &["KTHTDT", "TTPVHCC"]),
    (&["xa hoi"], &["VHXH", "YT", "MTTQ"]),
    (&["thanh uy"], &["BXDD"]),
    (&["nhiem vu chinh tri", "xay dung dang", "nghi quyet", "dang bo"], &["BXDD", "VP"]),
    (&["ubnd"], &["VP"]),
];

/// The codes of the units that answer for a content group of this name; never none.
#[must_use]
pub fn lead_units(name: &str) -> &'static [&'static str] {
    let folded = fold(name);
    LEADS
        .iter()
        .find(|(words, _)| words.iter().any(|word| folded.contains(word)))
        .map_or(&[CATCH_ALL], |(_, units)| units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_units() {
        for (name, lead) in [
            ("Tuyên truyền về hạ tầng đô thị, tài nguyên, môi trường", "KTHTDT"),
            ("Ủy ban MTTQ Việt Nam Thành phố", "MTTQ"),
            ("Tuyên truyền công tác phòng, chống tham nhũng, tiêu cực, lãng phí", "UBKT"),
            ("Tuyên truyền về công tác đảm bảo quốc phòng, an ninh", "CA"),
            ("Thành ủy", "BXDD"),
            ("Chỉ đạo, điều hành của UBND và MTTQ", "VP"),
            ("Văn hóa, giáo dục, y tế", "VHXH"),
            ("Phòng chống dịch bệnh", "YT"),
            ("Một chuyện chưa ai nghĩ tới", "VP"),
        ] {
            assert_eq!(lead_units(name)[0], lead, "{name}");
        }
    }
}
