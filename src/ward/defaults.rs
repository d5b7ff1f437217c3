//! What a new ward begins with: the units of a Hanoi ward and the units that lead each
//! content group. All of it becomes rows that the ward may change.

/// A unit as a new ward gets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitSeed {
    pub code: &'static str,
    pub name: &'static str,
}

/// The unit that takes what belongs to nobody else.
pub const CATCH_ALL: &str = "VP";

/// Units of a ward, those that residents deal with most first.
#[must_use]
pub fn default_units() -> &'static [UnitSeed] {
    const fn unit(code: &'static str, name: &'static str) -> UnitSeed {
        UnitSeed { code, name }
    }
    const UNITS: [UnitSeed; 13] = [
        unit("VP", "Văn phòng HĐND và UBND"),
        unit("TTPVHCC", "Trung tâm Phục vụ hành chính công"),
        unit("KTHTDT", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        unit("VHXH", "Phòng Văn hóa - Xã hội"),
        unit("CA", "Công an phường"),
        unit("QS", "Ban Chỉ huy Quân sự"),
        unit("YT", "Trạm Y tế"),
        unit("MTTQ", "Ủy ban MTTQ và các tổ chức chính trị - xã hội"),
        unit("HDND", "Thường trực HĐND"),
        unit("BXDD", "Ban Xây dựng Đảng"),
        unit("VPDU", "Văn phòng Đảng ủy"),
        unit("UBKT", "Cơ quan Ủy ban Kiểm tra"),
        unit("DU", "Thường trực Đảng ủy"),
    ];
    &UNITS
}
